// docs/SERVICES.md shows a whole, short service: the one that is built and run.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class ServicesDocumentTests
{
    private static readonly string[] s_files = ["calculator.service", "Calculator.csproj", "Program.cs"];

    private const string Interface = "../Interfaces/ICalculator.cs";

    private static string Text(string file) => File.ReadAllText(Repository.PathOf("services/Calculator/" + file)).TrimEnd();

    [Fact]
    public void The_example_is_the_service_that_is_built()
    {
        string document = File.ReadAllText(Repository.PathOf("docs/SERVICES.md"));
        foreach (string file in s_files.Append(Interface))
        {
            Assert.Contains("\n" + Text(file) + "\n```\n", document, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_example_is_complete_and_has_fewer_than_60_lines()
    {
        Assert.Equal(
            s_files.Order(),
            Directory.GetFiles(Repository.PathOf("services/Calculator")).Select(path => Path.GetFileName(path)!).Order());
        Assert.InRange(s_files.Append(Interface).Sum(file => Text(file).Split('\n').Length), 1, 59);
    }

    [Fact]
    public void Every_key_of_a_manifest_is_in_the_document()
    {
        string document = File.ReadAllText(Repository.PathOf("docs/SERVICES.md"));
        string reader = File.ReadAllText(Repository.PathOf("services/Framework/Storage/Manifest.cs"));
        string[] keys = [.. reader.Split("case \"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)])];
        Assert.True(keys.Length > 15);
        foreach (string key in keys)
        {
            Assert.Contains($"`{key}`", document, StringComparison.Ordinal);
        }
    }
}
