"""Words that no name depends on. They are left out of the tables of words, so that no sentence can be put together from them."""

from __future__ import annotations

# as they fold; files of format 1 know no others
STOP = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he", "her", "his", "i",
    "if", "in", "into", "is", "it", "its", "itself", "no", "not", "of", "on", "or", "our", "she", "so", "such", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "was", "we", "were", "what", "when", "where",
    "which", "while", "who", "whom", "whose", "will", "with", "would", "you", "also", "after", "all", "any", "because", "before",
    "being", "between", "both", "can", "could", "did", "do", "does", "during", "each", "even", "him", "how", "however", "just",
    "may", "more", "most", "much", "must", "my", "now", "only", "other", "out", "over", "own", "same", "should", "some", "still",
    "through", "thus", "too", "under", "until", "up", "very", "about", "above", "again", "against",
))  # fmt: skip

# in their own letters: folded, they might be a word of another language that matters
STOP_ELSEWHERE = frozenset((
    # Russian
    "а", "без", "более", "бы", "был", "была", "были", "было", "быть", "в", "вам", "вас", "весь", "во", "вот", "все", "всё", "вы", "где", "да",
    "даже", "для", "до", "его", "ее", "её", "если", "есть", "еще", "ещё", "же", "за", "и", "из", "или", "им", "их", "к", "как", "когда", "ко",
    "который", "которая", "которое", "которые", "которых", "кто", "ли", "между", "меня", "мне", "много", "мы", "на", "над", "нас", "не", "него",
    "нее", "неё", "ней", "нет", "ни", "них", "но", "о", "об", "однако", "он", "она", "они", "оно", "от", "перед", "по", "под", "после",
    "при", "про", "с", "свой", "своей", "своих", "себя", "со", "так", "также", "такой", "там", "то", "того", "тоже", "только", "том", "ты",
    "у", "уже", "чем", "что", "чтобы", "это", "этого", "этой", "этот", "эти", "этих", "я",
    # Persian and Dari
    "آن", "آنها", "آنان", "از", "است", "اگر", "اما", "او", "ای", "این", "با", "باید", "بر", "برای", "بود", "بودند", "بوده", "به", "بین",
    "تا", "توسط", "چه", "خود", "دارد", "دارند", "در", "دو", "را", "شد", "شده", "شود", "شوند", "کرد", "کردند", "کرده", "کند", "کنند", "که",
    "ما", "من", "می", "نه", "نیز", "نیست", "و", "هر", "هم", "همه", "همین", "هست", "هستند", "ها", "های", "یا", "یک", "پس", "پیش",
))  # fmt: skip
