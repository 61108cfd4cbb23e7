"""The review on a large screen: the slides of its own PDF, drawn sharp, and what only who presents sees."""
