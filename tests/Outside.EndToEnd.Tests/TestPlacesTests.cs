// rk names the file and the line of a failed test.

using System;
using System.IO;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Cli;
using RustKernel.Hil.Protocols;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

public sealed class TestPlacesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("places-").FullName;

    public TestPlacesTests()
    {
        Write("kernel/Suites/HeapSuite.cs", """
            [Suite("heap", 30)]
            internal sealed partial class HeapSuite : TestSuite
            {
                [Test]
                private static void BlocksAreFree(ref TestContext context)
                {
                    context.Equal(0, Used(), "no block is used"u8);
                    context.Check(IsWhole(), "the list is whole"u8);
                }

                [Test("other_name")]
                private static void Named(ref TestContext context)
                    => context.Check(IsWhole(), "the list is whole"u8);
            }
            """);
        Write("kernel/Suites/HeapSuite.Large.cs", """
            internal sealed partial class HeapSuite
            {
                [Test]
                private static void LargeBlock(ref TestContext context) => context.Check(true, "a large block"u8);
            }
            """);
        Write("services/Tester/FileTests.cs", """
            [Suite("files", 197, ByNameOnly = true, NeedsServices = true)]
            internal static partial class FileTests
            {
                [Test]
                private static async Task ReadBack()
                {
                    Check.That(true);
                    Check.Equal(1, 2);
                }
            }
            """);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("heap", "blocks_are_free", "heap.blocks_are_free: no block is used: expected 0x0, was 0x1", "kernel/Suites/HeapSuite.cs:7")]
    [InlineData("heap", "blocks_are_free", "heap.blocks_are_free: the list is whole", "kernel/Suites/HeapSuite.cs:8")]
    [InlineData("heap", "blocks_are_free", "heap.blocks_are_free: built of parts", "kernel/Suites/HeapSuite.cs:5")]
    [InlineData("heap", "other_name", "heap.other_name: the list is whole", "kernel/Suites/HeapSuite.cs:13")]
    [InlineData("heap", "large_block", "heap.large_block: a large block", "kernel/Suites/HeapSuite.Large.cs:4")]
    [InlineData("files", "read_back", "tester: line 8: expected 1, was 2", "services/Tester/FileTests.cs:8")]
    [InlineData("files", "read_back", "tester: line 99: expected 1, was 2", "services/Tester/FileTests.cs:5")]
    [InlineData("files", "read_back",
        "files.read_back: the program's code: 0, or line of the check that failed: expected 0x0, was 0x8",
        "services/Tester/FileTests.cs:8")]
    [InlineData("heap", "no_such_test", "", null)]
    [InlineData("no_such_suite", "blocks_are_free", "", null)]
    public void A_failed_test_has_a_place(string suite, string test, string diagnostic, string? place)
        => Assert.Equal(place, TestPlaces.Find(_root, new KtapResult(suite, test, KtapOutcome.NotOk, "", 0, 0, true, [diagnostic])));

    [Theory]
    [InlineData("memory", "frame_exhaustion", "kernel/Suites/MemorySuite.Frames.cs:")]
    [InlineData("interrupts", "serror_from_user", "kernel/Suites/InterruptSuite.SystemErrors.cs:")]
    [InlineData("handles", "rights", "services/SelfTest/HandleTests.cs:")]
    [InlineData("runtime", "table_of_singles", "services/RuntimeTest/TableCases.cs:")]
    public void Tests_of_the_Image_are_found_in_its_sources(string suite, string test, string file)
        => Assert.StartsWith(
            file,
            TestPlaces.Find(Tool.Root, new KtapResult(suite, test, KtapOutcome.NotOk, "", 0, 0, true, [])) ?? "no place",
            StringComparison.Ordinal);

    private void Write(string file, string text)
    {
        string path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
