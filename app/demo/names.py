"""First and last names heard in the neighbourhoods; every person made of them is invented."""

FIRST_NAMES = (
    "Amina", "Bruno", "Chantal", "Djamel", "Élodie", "Fatou", "Gérard", "Hanane", "Ibrahim", "Josiane", "Karim",
    "Leïla", "Mamadou", "Nadia", "Olivier", "Paulette", "Rachid", "Samira", "Thérèse", "Umut", "Véronique", "Walid",
    "Xavier", "Yasmine", "Zoé", "Abdoulaye", "Béatrice", "Cédric", "Dalila", "Emre", "Françoise", "Ghislaine", "Hugo",
    "Inès", "Jean-Marc", "Khadija", "Lucie", "Moussa", "Nicole", "Oumar", "Patricia", "Quentin", "Rose", "Sékou",
    "Tatiana", "Ursule", "Victor", "Wafa", "Yvette", "Zakaria", "Aïcha", "Bernard", "Coumba", "Daniel", "Estelle",
    "Fouad", "Gisèle", "Hélène", "Ismaël", "Jacqueline",
)  # fmt: skip

LAST_NAMES = (
    "Diallo", "Petit", "Roux", "Benali", "Moreau", "Traoré", "Lefèvre", "Haddad", "Camara", "Girard", "Bouzid",
    "Mercier", "Koné", "Blanchard", "Yılmaz", "Fontaine", "Cissé", "Garnier", "Amrani", "Rousseau", "Ndiaye", "Perrin",
    "Saïdi", "Lambert", "Sow", "Robin", "Chérif", "Guérin", "Barry", "Marchand", "Öztürk", "Dupuis", "Keïta",
)  # fmt: skip
