// Finds the sockets of shared serial lines.

using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// A run that has a machine's serial line offers it to another rk of the same user and repository, at a socket in the folder that RK_LINES
/// names, else in the folder for temporary files.
/// </summary>
public static class LineFolder
{
    /// <summary>The socket of <paramref name="target"/> as the repository at <paramref name="root"/> knows it.</summary>
    public static string PathOf(string root, string target)
    {
        string folder = Environment.GetEnvironmentVariable("RK_LINES") is { Length: > 0 } stated ? stated : Path.GetTempPath();
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.UserName} {Path.GetFullPath(root)} {target}"));
        return Path.Combine(folder, $"rk-line-{Convert.ToHexStringLower(hash)[..16]}");
    }
}
