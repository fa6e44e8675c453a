// The leases of a machine.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace RustKernel.Hil.Drivers.Leases;

/// <summary>
/// A folder that all users of the machine share. For each name: NAME.lock, locked by the process that has the board, and naming its user;
/// NAME.guard, locked by the process that switches the board off if its user dies; NAME.TICKET.wait, one for each process that waits.
/// </summary>
/// <param name="Path">The folder.</param>
public sealed record LeaseFolder(string Path)
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.StickyBit;

    /// <summary>The folder in use: the one that RK_LEASES names, else rustkernel-leases in the folder for temporary files.</summary>
    public static LeaseFolder Default
        => new(Environment.GetEnvironmentVariable("RK_LEASES") is { Length: > 0 } stated
            ? stated
            : System.IO.Path.Combine(System.IO.Path.GetTempPath(), "rustkernel-leases"));

    /// <summary>The holder of <paramref name="name"/>; null when it is free.</summary>
    public LeaseHolder? HolderOf(string name)
    {
        if (!FileLock.IsTaken(File(name, "lock")))
        {
            return FileLock.IsTaken(File(name, "guard"))
                ? new LeaseHolder("nobody", 0, "the board is being switched off", DateTimeOffset.Now)
                : null;
        }

        try
        {
            return JsonSerializer.Deserialize<LeaseHolder>(FileLock.Read(File(name, "lock")));
        }
        catch (JsonException)
        {
            return new LeaseHolder("somebody", 0, "starting", DateTimeOffset.Now);
        }
    }

    /// <summary>How many processes wait for <paramref name="name"/>.</summary>
    public int WaitingFor(string name) => Tickets(name).Count();

    /// <summary>The waiting tickets of <paramref name="name"/> whose owners live, first come first.</summary>
    internal IEnumerable<string> Tickets(string name)
        => Directory.Exists(Path)
            ? Directory.EnumerateFiles(Path, FileName(name) + ".*.wait").Where(FileLock.IsTaken).Order(StringComparer.Ordinal)
            : [];

    internal string NewTicket(string name)
        => System.IO.Path.Combine(
            Path,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{FileName(name)}.{DateTime.UtcNow.Ticks:D20}-{Environment.ProcessId}-{Guid.NewGuid():N}.wait"));

    internal string File(string name, string kind) => System.IO.Path.Combine(Path, $"{FileName(name)}.{kind}");

    /// <exception cref="InfrastructureException">The folder cannot be made.</exception>
    internal void Make()
    {
        try
        {
            if (Directory.Exists(Path))
            {
                return;
            }

            Directory.CreateDirectory(Path);
            if (!OperatingSystem.IsWindows())
            {
                System.IO.File.SetUnixFileMode(Path, Everybody);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InfrastructureException($"the folder of leases {Path} cannot be made: {e.Message}");
        }
    }

    // A resource is a path or an address: a character that a file's name cannot have is written as its number.
    private static string FileName(string name)
    {
        StringBuilder text = new();
        foreach (char letter in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? $"{letter}" : $"%{(int)letter:x2}");
        }

        return text.ToString();
    }
}
