"""Rules for one word or wording: negation, competing answers, names, slips, framing."""
