"""The bounded cache: what was used last stays."""

from __future__ import annotations

from webapp.lru_cache import LruCache


def test_the_least_recently_used_goes_first() -> None:
    cache: LruCache[int, str] = LruCache(2)
    cache.put(0, "0")
    cache.put(1, "1")
    cache.get(0)
    cache.put(2, "2")
    assert [cache.get(key) for key in range(3)] == ["0", None, "2"]


def test_a_value_put_again_counts_as_used() -> None:
    cache: LruCache[int, str] = LruCache(2)
    for key in (0, 1, 0, 2):
        cache.put(key, "x")
    assert cache.get(1) is None
    assert len(cache) == 2
    cache.clear()
    assert len(cache) == 0
