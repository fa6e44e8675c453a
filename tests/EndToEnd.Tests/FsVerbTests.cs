// rk fs, as docs/DATA.md shows it: a volume is made, filled, kept as it was, read and checked.

using System;
using System.IO;
using System.Text.Json;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class FsVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_volume_is_made_filled_kept_and_read()
    {
        string image = _folder.File("data.img"), file = _folder.File("text");
        Fs("make", image, "--size", "16M", "--label", "trial");
        File.WriteAllText(file, "first");
        Fs("put", image, file, "/notes/one");
        Fs("snapshot", image, "--make", "before");
        File.WriteAllText(file, "second");
        Fs("put", image, file, "/notes/one");

        Assert.EndsWith(" one\n", Fs("ls", image, "/notes"), StringComparison.Ordinal);
        Assert.Equal("second", Fs("get", image, "/notes/one"));
        Assert.Equal("first", Fs("get", image, "/notes/one", "--snapshot", "before"));
        using (JsonDocument kept = JsonDocument.Parse(Fs("snapshot", image, "--json", "-")))
        {
            Assert.Equal("before", Assert.Single(kept.RootElement.EnumerateArray()).GetProperty("name").GetString());
        }

        Fs("snapshot", image, "--delete", "before");
        Assert.Equal("[]\n", Fs("snapshot", image, "--json", "-"));
        Assert.EndsWith(" 0 snapshots: good\n", Fs("check", image), StringComparison.Ordinal);
    }

    private static string Fs(params string[] words)
    {
        ToolResult result = Tool.Rk(["fs", .. words]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
