using System.IO;
using System.Net;
using RustKernel.Farm.Tests;

namespace RustKernel.Farm.EndToEnd.Tests;

/// <summary>Coordinators that hosts in namespaces of their own can reach, with a token.</summary>
internal static class OpenFarm
{
    private const string Token = "a-token-of-the-tests-of-a-farm";

    /// <summary>The file with the token.</summary>
    public static string TokenFile { get; } = Write();

    /// <summary>A coordinator at each of this machine's addresses for the hosts, and at loopback for the test.</summary>
    public static CoordinatorProcess Serve(string place, params string[] more)
        => new(place, IPAddress.Any, [], ["--token-file", TokenFile, .. more]);

    private static string Write()
    {
        string file = Path.Combine(Path.GetTempPath(), $"rk-farm-token-{System.Environment.ProcessId}");
        File.WriteAllText(file, Token);
        return file;
    }
}
