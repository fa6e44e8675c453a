// Suites are declared once, by [Suite] and [Test]: a wrong declaration is an error, and kernel and program count in the same way.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RustKernel.Build.Analyzers.Suites;
using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

public sealed class SuiteTests
{
    private const string Good =
        "namespace N; [Suite(\"a\", 1)] static partial class A { [Test] static void FirstOne() { } [Test(\"other\")] static void "
            + "Second() { } }";

    [Fact]
    public void A_test_has_the_name_of_its_method_unless_another_is_given() =>
        Assert.Equal(["first_one", "other"], Assert.Single(Read(("A.cs", Good, "")).Parts).Tests.Select(test => test.Name));

    [Theory]
    [InlineData("[Suite(\"A b\", 1)] static partial class A { [Test] static void T() { } }", "expected [Suite(\"name\", ORDER)]")]
    [InlineData("[Suite(\"a\")] static partial class A { [Test] static void T() { } }", "expected [Suite(\"name\", ORDER)]")]
    [InlineData("[Suite(\"a\", 1)] static class A { [Test] static void T() { } }", "class A of suite a must be partial")]
    [InlineData("[Suite(\"a\", 1)] static partial class A { }", "suite a: class A has no [Test]")]
    [InlineData("static partial class A { [Test] static void T() { } }", "A.T is marked [Test], but its class is no [Suite]")]
    [InlineData("[Suite(\"a\", 1)] static partial class A { [Test(\"T T\")] static void T() { } }", "'T T' is no name of a test")]
    [InlineData(
        "[Suite(\"a\", 1)] static partial class A { [Test] static void T() { } [Test(\"t\")] static void U() { } }",
        "suite a has two tests t")]
    [InlineData(Good + "[Suite(\"b\", 1)] static partial class B { [Test] static void T() { } }", "suites a and b have the same order 1")]
    [InlineData(Good + "[Suite(\"a\", 1)] static partial class B { [Test] static void T() { } }", "suite a: two classes are the same Part")]
    [InlineData(
        Good + "[Suite(\"a\", 2, Part = 1)] static partial class B { [Test] static void T() { } }",
        "suite a: its classes name different orders")]
    [InlineData(
        Good + "[Suite(\"a\", 1, Part = 1, NeedsServices = true)] static partial class B { [Test] static void T() { } }",
        "or not all need services")]
    public void A_wrong_declaration_is_reported(string source, string expected) =>
        Assert.Contains(Read(("A.cs", source, "")).Mistakes, mistake => mistake.Text.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Tests_of_a_partial_class_come_in_the_order_of_its_files()
    {
        SuiteReader reader = Read(
            ("Suite.B.cs", "partial class S { [Test] void Third() { } }", ""),
            ("Suite.cs", "[Suite(\"s\", 1)] partial class S { [Test] void First() { } }", ""),
            ("Suite.A.cs", "partial class S { [Test] void Second() { } }", ""));
        Assert.Equal(["first", "second", "third"], Assert.Single(reader.Parts).Tests.Select(test => test.Name));
    }

    [Fact]
    public void Parts_of_a_suite_are_dispatched_one_after_the_other()
    {
        SuiteReader reader = Read(
            ("A.cs", Good, ""),
            ("B.cs", "namespace N; [Suite(\"a\", 1, Part = 1)] static partial class B { [Test] static Task Third() => null; static void "
                + "Run(int t) => RunTest(t); }", ""));
        string source = SuiteWriter.Program(reader.Parts);
        Assert.Contains("case 0 when test < 2: global::N.A.RunTest(test); return true;", source, StringComparison.Ordinal);
        Assert.Contains("case 0 when test < 3: global::N.B.Run(test - 2); return true;", source, StringComparison.Ordinal);
        Assert.Contains("case 0: Third().Wait(); break;", source, StringComparison.Ordinal);
        Assert.Contains("\"first_one other third\"u8", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Suites_that_run_by_name_only_come_last_and_are_not_counted()
    {
        SuiteReader reader = Read(
            ("A.cs", "namespace N; [Suite(\"slow\", 1, ByNameOnly = true, Seconds = 9)] static partial class A { [Test] static void "
                + "T() { } }", "p"),
            ("B.cs", "namespace N; [Suite(\"quick\", 2)] static partial class B { [Test] static void T() { } }", "p"));
        string list = SuiteWriter.List(reader.Parts);
        Assert.Contains("CountOfAll => 1;", list, StringComparison.Ordinal);
        Assert.Contains("0 => s_quick,", list, StringComparison.Ordinal);
        Assert.Contains("\"RustKernel-suites: quick=1 slow:1\\n\"u8", list, StringComparison.Ordinal);

        // The program counts only by order: slow is its suite 0, quick 1.
        Assert.Contains("0 => 1,\n            1 => 0,", list, StringComparison.Ordinal);
        Assert.Contains("internal const int Quick = 1;", SuiteWriter.Program(reader.Parts), StringComparison.Ordinal);
    }

    [Fact]
    public void The_suites_of_the_image_are_declared_rightly()
    {
        List<(string Path, string Source, string Program)> files = [];
        foreach ((string folder, string program) in new[]
        {
            ("kernel/Suites", ""),
            ("services/SelfTest", "selftest"),
            ("services/RuntimeTest", "runtimetest"),
            ("services/Tester", "runtimetest")
        })
        {
            files.AddRange(Directory
                .GetFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs")
                .Select(path => (path, File.ReadAllText(path), program)));
        }

        SuiteReader reader = Read([.. files]);
        Assert.Empty(reader.Mistakes.Select(mistake => mistake.Text));
        Assert.All(
            reader.Parts,
            part => Assert.Equal(part.Namespace.StartsWith("RustKernel.Services.Tester", StringComparison.Ordinal), part.NeedsServices));
        Assert.Equal(
            [
                "boot",
                "lang",
                "memory",
                "interrupts",
                "timer",
                "smp",
                "process",
                "syscall",
                "ipc",
                "fastpath",
                "sched",
                "faults",
                "foreign",
                "handles",
                "runtime",
                "exceptions",
                "gc",
                "interfaces",
                "async",
                "services",
                "drivers",
                "sockets"
            ],
            reader.Parts.Where(part => !part.IsByNameOnly).Select(part => part.Suite).Distinct());
    }

    private static SuiteReader Read(params (string Path, string Source, string Program)[] files) =>
        SuiteReader.Read(files.Select(
            file => new KeyValuePair<SyntaxTree, string>(CSharpSyntaxTree.ParseText(file.Source, path: file.Path), file.Program)));
}
