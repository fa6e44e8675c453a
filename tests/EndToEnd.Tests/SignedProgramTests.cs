// An image that starts signed programs only: its Init and its key, in an initrd.

using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using RustKernel.Build.BootArchive;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class SignedProgramTests : IDisposable
{
    private const string Refusal = "this image starts signed programs only";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private static readonly string[] s_services = ["Console", "DeviceManager", "Log", "MemoryManager", "Shell"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // A soak test because it builds Init a second time.
    [Fact]
    [Trait("Run", "soak")]
    public void Only_what_the_key_signed_is_started()
    {
        string key = Key("own.pem"), other = Key("other.pem");
        using RunningSystem system = new(_folder.Path, "--qemu-arg=-initrd", "--qemu-arg=" + Archive(key + ".pub"));
        ToolResult result = system.Run("", "Greet", "--", "World");
        Assert.NotEqual(2, result.ExitCode);
        Assert.Contains(Refusal, system.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Hello, World!", result.Output, StringComparison.Ordinal);

        result = system.Run("", "Greet", "--sign", other, "--", "World");
        Assert.NotEqual(2, result.ExitCode);
        Assert.DoesNotContain("Hello, World!", result.Output, StringComparison.Ordinal);

        result = system.Run("", "Greet", "--sign", key, "--", "World");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("Hello, World!\r\ngreet: exit code 1\r\n", result.Output, StringComparison.Ordinal);
        result = system.Run("", "Greet", "--sign", key + ".pub");
        Assert.Contains("has a public key only", result.Error, StringComparison.Ordinal);
    }

    private string Key(string name)
    {
        string file = Path.Combine(_folder.Path, name);
        ToolResult result = Tool.Rk("service", "key", file);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(2, Tool.Rk("service", "key", file).ExitCode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsLinux() ? File.GetUnixFileMode(file) : default);
        return file;
    }

    private string Archive(string publicKey)
    {
        string programs = Path.Combine(_folder.Path, "programs") + "/";
        List<string> build =
        [
            "build", Path.Combine(Tool.Root, "services", "Init", "Init.csproj"), "-v", "q", "-nologo", "-p:RequireSigned=true",
            $"-p:ArtifactsPath={Path.Combine(_folder.Path, "artifacts")}", "-p:ProgramDirectory=" + programs,
        ];
        ToolResult built = Tool.Finish(Tool.Start("dotnet", build), s_limit);
        Assert.True(built.ExitCode == 0, built.ToString());
        string archive = Path.Combine(_folder.Path, "signed.cpio");
        using FileStream file = File.Create(archive);
        CpioWriter writer = new(file);
        writer.Add("init", File.ReadAllBytes(programs + "init"));
        foreach (string service in s_services)
        {
            string name = service.ToLowerInvariant();
            writer.Add(name, File.ReadAllBytes(Path.Combine(Tool.Root, "artifacts", "services", name)));
            foreach (string manifest in Directory.GetFiles(Path.Combine(Tool.Root, "services", service), "*.service"))
            {
                writer.Add(Path.GetFileName(manifest), File.ReadAllBytes(manifest));
            }
        }

        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(publicKey));
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        writer.Add("program.key", [.. point.X!, .. point.Y!]);
        writer.Finish();
        return archive;
    }
}
