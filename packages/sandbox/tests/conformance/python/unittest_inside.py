import unittest


class Stack:
    def __init__(self):
        self._items = []

    def push(self, item):
        self._items.append(item)

    def pop(self):
        if not self._items:
            raise IndexError("pop from empty stack")
        return self._items.pop()

    def __len__(self):
        return len(self._items)


class StackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print("set up class")

    def setUp(self):
        self.stack = Stack()
        self.addCleanup(lambda: print("clean"))

    def test_push_and_pop(self):
        self.stack.push(1)
        self.assertEqual(self.stack.pop(), 1)
        self.assertEqual(len(self.stack), 0)

    def test_empty(self):
        with self.assertRaisesRegex(IndexError, "empty"):
            self.stack.pop()

    def test_sub_tests(self):
        for n in (2, 4):
            with self.subTest(n=n):
                self.assertTrue(n % 2 == 0)

    @unittest.skip("not yet")
    def test_skipped(self):
        self.fail()

    @unittest.expectedFailure
    def test_expected_failure(self):
        self.assertAlmostEqual(0.1, 0.2)

    def test_mock(self):
        from unittest import mock

        source = mock.Mock(return_value=3, side_effect=None)
        self.assertEqual(source(1, key="k"), 3)
        source.assert_called_once_with(1, key="k")
        with mock.patch.object(Stack, "pop", return_value="patched"):
            self.assertEqual(Stack().pop(), "patched")


if __name__ == "__main__":
    program = unittest.main(argv=["tests"], exit=False, verbosity=0)
    result = program.result
    print(len(result.failures), len(result.skipped), len(result.expectedFailures), result.wasSuccessful())
