// Each case from an author must run: a file that no one calls proves nothing.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.RuntimeParity.Tests;

public sealed class GivenTests
{
    [Fact]
    public void Each_given_case_is_called_by_a_table_or_a_program()
    {
        string folder = Path.Combine(Tool.Root, "tests", "ParityProgram");
        string calls = string.Concat(Directory.GetFiles(folder, "*.cs").Select(File.ReadAllText));
        string[] cases = [.. Directory.GetFiles(Path.Combine(folder, "Given"), "*.case").SelectMany(Classes)];
        Assert.True(cases.Length > 80, $"{cases.Length} cases");
        Assert.Equal([], cases.Where(name => !Regex.IsMatch(calls, $@"\b{name}\.Run\b")));
    }

    private static IEnumerable<string> Classes(string file) =>
        Regex.Matches(File.ReadAllText(file), @"^static class (C_\w+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
}
