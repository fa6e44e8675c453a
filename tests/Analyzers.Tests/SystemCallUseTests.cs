// System calls are typed from end to end: no program names one by its number, no body of the kernel reads a register by its number.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

public sealed class SystemCallUseTests
{
    private static readonly Regex s_positional = new(
        @"\bKernel\.Call\(\s*(\(?SystemCall\b)|\bCallRegisters\b",
        RegexOptions.CultureInvariant);
    private static readonly Regex s_register = new(@"\bContext\.X[0-8]\b", RegexOptions.CultureInvariant);

    [Fact]
    public void No_program_makes_a_call_by_its_number() => Assert.Empty(Found("services", s_positional));

    [Fact]
    public void No_body_of_the_kernel_reads_a_register_by_its_number() => Assert.Empty(Found("kernel", s_register));

    [Theory]
    [InlineData("Kernel.Call(SystemCall.Send, ref message)")]
    [InlineData("Kernel.Call((SystemCall)60)")]
    [InlineData("CallRegisters registers = default;")]
    public void A_positional_call_is_seen(string line) => Assert.Matches(s_positional, line);

    [Theory]
    [InlineData("ulong size = self.Context.X2;")]
    [InlineData("thread.Context.X0 = 0;")]
    public void A_register_is_seen(string line) => Assert.Matches(s_register, line);

    // The fast path is the assembly's contract, line for line.
    private static IEnumerable<string> Found(string folder, Regex pattern) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("FastPath.cs", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file)
                .Select((line, index) => (line, index))
                .Where(found => pattern.IsMatch(found.line))
                .Select(found => $"{Path.GetRelativePath(RepositoryRoot.Path, file)}({found.index + 1}): {found.line.Trim()}"));
}
