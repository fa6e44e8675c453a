// The documents: every file they link to is there.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.Build.Tests;

public sealed partial class DocumentTests
{
    [Fact]
    public void Links_lead_to_files()
    {
        string[] documents = [
            Repository.PathOf("README.md"),
            .. Directory.GetFiles(Repository.PathOf("docs"), "*.md"),
            .. Directory.GetFiles(Repository.PathOf("boards"), "*.md", SearchOption.AllDirectories)
        ];
        List<string> broken = [];
        int links = 0;
        foreach (string document in documents)
        {
            foreach (string target in Link().Matches(File.ReadAllText(document)).Select(match => match.Groups[1].Value))
            {
                links++;
                if (!Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
                {
                    broken.Add($"{document}: {target}");
                }
            }
        }

        Assert.Empty(broken);
        Assert.True(links > 20, $"only {links} links found");
    }

    // Relative targets only, without their fragment.
    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();
}
