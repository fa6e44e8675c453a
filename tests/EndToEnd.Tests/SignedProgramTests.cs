// An image that starts only signed programs: its Init and its key, in an initrd.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using RustKernel.Build.BootArchive;
using RustKernel.Services.Shell.Blocks;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class SignedProgramTests : IDisposable
{
    private const string Refusal = "this image starts signed programs only";
    private const int FootBytes = 24;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private static readonly string[] s_services = ["Console", "DeviceManager", "Log", "MemoryManager", "Shell"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // With the whole rig, because it builds Init a second time.
    [Fact]
    [Trait("Run", "hil")]
    public void Only_what_the_key_signed_is_started()
    {
        (string key, string name) = Key("own.pem");
        (string other, string otherName) = Key("other.pem");
        string package = Package("services/Examples/Greet", "greet.rkprog", key);
        using RunningSystem system = new(_folder.Path, "--qemu-arg=-initrd", "--qemu-arg=" + Archive(key + ".pub"));
        Refused(system, $"has no signature: rk service run PROJECT --sign KEY.pem, with key {name}", "Greet", "--", "World");
        Refused(system, $"of key {name}, and this one names key {otherName}: ", "Greet", "--sign", other, "--", "World");
        Started(system, package, "--", "World");
        Started(system, "Greet", "--sign", key, "--", "World");
        foreach ((string part, string changed) in Changed(Package("tests/GivenService", "given.rkprog", key)))
        {
            Assert.True(part.Length > 0);
            Refused(system, $"was changed after key {name} signed it: sign and send it again", changed);
        }

        // A signed manifest that names a file without a signature.
        using ECDsa signer = ECDsa.Create();
        signer.ImportFromPem(File.ReadAllText(key));
        byte[] named = ProgramPackage.Write(
            [], "personality=linux\nprogram=/tmp/other\nuses=tmp\n", bytes => signer.SignData(bytes, HashAlgorithmName.SHA256));
        Refused(system, "the signature of a manifest is none of the file that it names", Written("named", named));

        // A refused program is no way to an accepted one: the same bytes, kept and started by hand.
        ToolResult result = system.Run("", "Greet", "--keep");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(Refusal, system.Type("run greet World\r", "not allowed\r\n"), StringComparison.Ordinal);
        result = system.Run("", "Greet", "--sign", key + ".pub");
        Assert.Contains("has a public key only", result.Error, StringComparison.Ordinal);
        result = system.Run("", package, "--sign", key);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("is packed already: rk service pack PROJECT ", result.Error, StringComparison.Ordinal);
    }

    private static void Started(RunningSystem system, params string[] arguments)
    {
        ToolResult result = system.Run("", arguments);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("Hello, World!\r\ngreet: exit code 1\r\n", result.Output, StringComparison.Ordinal);
    }

    // With status 1, and in words for the person who started it.
    private static void Refused(RunningSystem system, string why, params string[] arguments)
    {
        ToolResult result = system.Run("", arguments);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains($"is not started: {Refusal}, ", result.Output, StringComparison.Ordinal);
        Assert.Contains(why, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Hello, World!", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("constructed", result.Output, StringComparison.Ordinal);
    }

    // One bit in one byte of each part, and the boundary between program and manifest. docs/PROTOCOL.md, "Blocks", says where they lie.
    private IEnumerable<(string Part, string File)> Changed(string package)
    {
        byte[] bytes = File.ReadAllBytes(package);
        int foot = bytes.Length - FootBytes;
        int[] lengths = [.. Enumerable.Range(0, 3).Select(i => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(foot + 8 + (4 * i))))];
        string[] parts = ["program", "manifest", "signature"];
        Assert.All(lengths, length => Assert.True(length > 0));
        int at = 0;
        foreach ((string part, int length) in parts.Zip(lengths))
        {
            byte[] changed = [.. bytes];
            changed[at + (length / 2)] ^= 1;
            at += length;
            yield return (part, Written(part, changed));
        }

        // Not a byte of either changes: the manifest's first whole line becomes the program's end, or the program's last zeros (the upper
        // half of an address, which is also text) the manifest's beginning.
        int line = bytes.AsSpan(lengths[0], lengths[1]).IndexOf((byte)'\n') + 1;
        Assert.InRange(line, 1, lengths[1] - 1);
        foreach (int moved in (int[])[line, -4])
        {
            byte[] changed = [.. bytes];
            BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(foot + 8), lengths[0] + moved);
            BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(foot + 12), lengths[1] - moved);
            yield return ("cut", Written("cut", changed));
        }
    }

    private string Written(string name, byte[] package)
    {
        string file = Path.Combine(_folder.Path, name + ".rkprog");
        File.WriteAllBytes(file, package);
        return file;
    }

    private (string File, string Name) Key(string name)
    {
        string file = Path.Combine(_folder.Path, name);
        ToolResult result = Tool.Rk("service", "key", file);
        Assert.True(result.ExitCode == 0, result.ToString());
        Match said = Regex.Match(result.Output, @"^key ([0-9a-f]{8}): ");
        Assert.True(said.Success, result.ToString());
        Assert.Equal(2, Tool.Rk("service", "key", file).ExitCode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsLinux() ? File.GetUnixFileMode(file) : default);
        return (file, said.Groups[1].Value);
    }

    private string Package(string project, string name, string key)
    {
        string file = Path.Combine(_folder.Path, name);
        ToolResult result = Tool.Rk("service", "pack", Path.Combine(Tool.Root, project), file, "--sign", key);
        Assert.True(result.ExitCode == 0, result.ToString());
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
