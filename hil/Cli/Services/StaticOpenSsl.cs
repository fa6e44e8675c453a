// OpenSSL for programs that are linked statically: TLS and System.Security.Cryptography.

using System;
using System.IO;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.Programs;

namespace RustKernel.Hil.Cli.Services;

/// <summary>
/// .NET looks for libssl.so when a program asks for cryptography, which a static program cannot load. Debian's libssl-dev for arm64 has it
/// as an archive. That is downloaded once, and bsp/Build/StaticOpenSsl.targets links it, with .NET's own glue, into programs that need it.
/// </summary>
internal static class StaticOpenSsl
{
    private const string Package = "libssl-dev";
    private const string Compressor = "libzstd-dev";
    private static readonly string s_needs = Path.Combine("usr", "lib", "aarch64-linux-gnu", "pkgconfig", "libcrypto.pc");
    private static readonly string s_archive = Path.Combine("usr", "lib", "aarch64-linux-gnu", "libcrypto.a");
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Arguments for dotnet publish. If the package is not available, prints a line that says why and returns none: the program then has no
    /// cryptography.
    /// </summary>
    public static string[] Properties()
    {
        string folder = Repository.Work("exec", "openssl");
        try
        {
            if (ProgramFinder.Find("cmake") is null)
            {
                throw new ProgramException("cmake is not installed");
            }

            Unpack(folder);
        }
        catch (Exception e) when (e is FirmwareException or ProgramException)
        {
            Console.Error.WriteLine($"rk: no {Package} for AArch64 ({e.Message}): the program is linked without OpenSSL, "
                + "and TLS and System.Security.Cryptography will end it");
            return [];
        }

        string targets = Path.Combine(Repository.Root, "bsp", "Build", "StaticOpenSsl.targets");
        return [$"-p:CustomAfterMicrosoftCommonTargets={targets}", $"-p:RkOpenSsl={folder}"];
    }

    // Into a separate folder first: two processes may do this at once.
    private static void Unpack(string folder)
    {
        if (File.Exists(Path.Combine(folder, s_archive)))
        {
            return;
        }

        string fresh = $"{folder}.{Environment.ProcessId}";
        _ = Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        UnpackPackage(Package, fresh);
        if (!File.Exists(Path.Combine(fresh, s_archive)))
        {
            throw new FirmwareException(3, $"{Package} has no {s_archive}");
        }

        // Debian 13's calls zstd, Debian 12's does not.
        if (File.ReadAllText(Path.Combine(fresh, s_needs)).Contains("-lzstd", StringComparison.Ordinal))
        {
            UnpackPackage(Compressor, fresh);
        }

        try
        {
            Directory.Move(fresh, folder);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, s_archive)))
        {
            Directory.Delete(fresh, recursive: true);
        }
    }

    private static void UnpackPackage(string package, string folder)
    {
        string file = new DebianArchive(Repository.Root).Download(package);
        ProgramAnswer answer = ProgramCall.Run("dpkg-deb", ["-x", file, folder], s_limit, "");
        if (answer.ExitCode != 0)
        {
            throw new FirmwareException(3, answer.LastError($"cannot unpack {file}"));
        }
    }
}
