"""How fast the product answers, as the number of projects grows, beside what its server could do at best."""
