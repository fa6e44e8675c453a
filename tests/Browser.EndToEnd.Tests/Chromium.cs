// Debian's Chromium, driven by Playwright.

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace RustKernel.Browser.EndToEnd.Tests;

public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private IPlaywright _playwright = null!;

    /// <summary>Where pictures go, for people to look at.</summary>
    public static string Pictures { get; } = Directory
        .CreateDirectory(Path.Combine(Root(), "artifacts", "test-results", "browser"))
        .FullName;

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        string program = s_places.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("no Chromium is installed: apt-get install chromium");
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"], Timeout = 120_000 });
    }

    public async Task DisposeAsync()
    {
        await Browser.CloseAsync();
        _playwright.Dispose();
    }

    private static string Root()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "RustKernel.sln")))
        {
            at = at.Parent ?? throw new InvalidOperationException("the tests do not lie in the repository");
        }

        return at.FullName;
    }
}
