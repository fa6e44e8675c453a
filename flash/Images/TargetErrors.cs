// Errors of the system, put into words.

using System;
using System.IO;

namespace RustKernel.Flash.Images;

/// <summary>Says what an error of the target means and what state the target is in.</summary>
internal static class TargetErrors
{
    private const int NotPermitted = 1;
    private const int NoEntry = 2;
    private const int InputOutput = 5;
    private const int NoDeviceOrAddress = 6;
    private const int PermissionDenied = 13;
    private const int Busy = 16;
    private const int NoDevice = 19;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int NoMedium = 123;

    /// <summary>The failure to open <paramref name="name"/>.</summary>
    public static ImageException Opening(string name, Exception error) =>
        new($"{name} cannot be opened: {Meaning(error)}; nothing was written");

    /// <summary>A failure after <paramref name="done"/> bytes of <paramref name="doing"/> ("writing", "comparing").</summary>
    public static ImageException During(string doing, string name, long done, Exception error)
        => new($"{doing} {name} failed after {done} bytes: {Meaning(error)}; what is on it now is not complete, write it again");

    private static string Meaning(Exception error) => NumberOf(error) switch
    {
        NoEntry => "it does not exist (any more)",
        NotPermitted or PermissionDenied => "no permission, or it is protected against writing",
        Busy => "it is in use: a file system on it is mounted, or another program holds it",
        InputOutput => "the medium reports an error: it was taken out, or it is broken",
        NoDevice or NoDeviceOrAddress => "the device is gone: it was taken out",
        NoMedium => "there is no card in it",
        NoSpace => "no space left on it",
        ReadOnlyFileSystem => "it is read-only: look at the card's lock switch",
        _ => error.Message,
    };

    // .NET turns some numbers into types of their own.
    private static int NumberOf(Exception error) => error switch
    {
        UnauthorizedAccessException => PermissionDenied,
        FileNotFoundException or DirectoryNotFoundException => NoEntry,
        _ => error.HResult,
    };
}
