"""Cache of what is computed from a word."""

from webapp.arabic.word_cache import MAX_LENGTH, cached_by_word


def test_a_word_is_computed_once_and_a_long_paste_each_time() -> None:
    computed: list[str] = []

    @cached_by_word(8)
    def doubled(word: str, times: int) -> str:
        computed.append(word)
        return word * times

    long = "ا" * (MAX_LENGTH + 1)
    assert [doubled("باب", 2), doubled("باب", 2), doubled("باب", 3)] == ["بابباب", "بابباب", "بابباببا" + "ب"]
    assert doubled(long, 2) == doubled(long, 2) == long * 2
    assert computed == ["باب", "باب", long, long]
