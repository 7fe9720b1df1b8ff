from webapp.domain.identity_key import IdentityKey


def test_keys_of_one_object_are_equal_and_keys_of_equal_objects_are_not():
    first, equal = [1], [1]
    assert IdentityKey(first) == IdentityKey(first) != IdentityKey(equal)
    assert {IdentityKey(first): "kept"}.get(IdentityKey(first)) == "kept"
    assert IdentityKey(equal) not in {IdentityKey(first)}
    assert IdentityKey(first) != first
