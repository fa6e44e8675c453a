// The same random operations of System.IO on the target and under .NET have identical results.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.Services.Tester;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>
/// The target itself compares /boot and /data with /tmp; this test compares its hashes with .NET's in a folder of the host.
/// </summary>
public sealed class FileStepTests : IDisposable
{
    private const int Shown = 1000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Thousands_of_operations_on_the_target_do_what_they_do_under_NET() => Compare("filesteps", 4_000);

    [Fact]
    [Trait("Run", "soak")]
    public void A_hundred_thousand_operations_on_the_target_do_what_they_do_under_NET() => Compare("filesoak", 50_000);

    private void Compare(string suite, int each)
    {
        string console = Disks.Test(_folder.Path, suite);
        IReadOnlyList<Match> said = Regex.Matches(
            console, "# files: (boot|data): ([0-9]+) steps, seed ([0-9]+), hash ([0-9a-f]{16}), ([0-9]+) crashes");
        foreach (IGrouping<string, Match> mount in said.GroupBy(static one => one.Groups[1].Value))
        {
            List<string> hashes = HashesOfNet(ulong.Parse(mount.First().Groups[3].Value, CultureInfo.InvariantCulture), each);
            Assert.Equal(hashes, mount.Select(static one => one.Groups[4].Value));
            Assert.NotEqual("0", mount.Last().Groups[5].Value);
        }

        Assert.Equal(2 * each / Shown, said.Count);
    }

    private List<string> HashesOfNet(ulong seed, int count)
    {
        FileSteps steps = new(Path.Combine(_folder.Path, $"net-{seed}"), seed);
        List<string> hashes = [];
        steps.Begin();
        for (int i = 0; i < count; i++)
        {
            _ = steps.Next();
            if (i % FileSteps.Turn == FileSteps.Turn - 1)
            {
                steps.CloseAll();
            }

            if (i % Shown == Shown - 1)
            {
                hashes.Add(steps.Hash.ToString("x16", CultureInfo.InvariantCulture));
            }
        }

        steps.End();
        return hashes;
    }
}
