// A namespace has its folder's name: a using directive shows where to look.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed partial class NamespaceTests
{
    // The lowest layer of an area has the area's own name: the whole area uses what it declares.
    private static readonly Dictionary<string, string> s_areas = new()
    {
        ["kernel/Abstractions"] = "RustKernel",
        ["services/Interfaces"] = "RustKernel.Services",
        ["services/Framework"] = "RustKernel.Services",
        ["services/Native"] = "RustKernel.User",
        ["services/NativeLinux"] = "RustKernel.User",
    };

    private static readonly string[] s_folders = ["bsp", "boards", "flash", "hil", "kernel", "services", "tests"];

    // Parts of a namespace that a test project takes from the area it tests.
    private static readonly string[] s_roots = ["RustKernel", "System", "Internal", "Build", "Flash", "Hil", "Services", "User"];

    [Fact]
    public void Every_namespace_bears_its_folders_name()
    {
        string[] files = [.. Files()];
        Assert.True(files.Length > 1000, $"only {files.Length} files were looked at");
        Assert.Empty(files.Select(file => Mistake(file, Namespace(file))).OfType<string>());
    }

    [Fact]
    public void The_exceptions_are_needed()
        => Assert.All(s_areas, area => Assert.NotNull(Mistake("elsewhere/" + area.Key + "/A.cs", area.Value)));

    [Theory]
    [InlineData("kernel/Core/Memory/Frames/A.cs", "RustKernel.Memory.Frames", true)]
    [InlineData("kernel/Core/Memory/Frames/A.cs", "RustKernel.Memory", false)]
    [InlineData("hil/Drivers/A.cs", "RustKernel.Hil.Drivers", true)]
    [InlineData("hil/Drivers/A.cs", "RustKernel.Kernel.Drivers", false)]
    [InlineData("tests/Dhcp.Tests/A.cs", "RustKernel.Flash.Dhcp.Tests", true)]
    [InlineData("tests/Dhcp.Tests/A.cs", "RustKernel.Tests", false)]
    [InlineData("bsp/CoreLib/System/Buffers/A.cs", "System.Buffers", true)]
    [InlineData("kernel/Abstractions/A.cs", "RustKernel", true)]
    [InlineData("kernel/Boot/A.cs", "RustKernel", false)]
    public void The_rule(string file, string name, bool isRight) => Assert.Equal(isRight, Mistake(file, name) is null);

    private static string? Mistake(string file, string? name)
    {
        string folder = Path.GetDirectoryName(file)!;
        if (name is null || (s_areas.TryGetValue(folder, out string? area) && area == name))
        {
            return null;
        }

        string[] path = folder.Split('/', '.');
        string[] parts = name.Split('.');
        bool endsRight = ("." + name).EndsWith("." + Path.GetFileName(folder), StringComparison.Ordinal);
        return endsRight && parts.All(part => path.Contains(part) || s_roots.Contains(part))
            ? null
            : $"{file}: its namespace is {name}, which does not end with its folder's name or has parts of no folder above it";
    }

    private static IEnumerable<string> Files()
        => s_folders
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Split('/').Contains("obj"));

    // Null for a file without one: a program's top level, assembly attributes.
    private static string? Namespace(string file)
        => Declaration().Match(File.ReadAllText(Repository.PathOf(file))) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
