// A program that a service has had started.

using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>Where it lies, whose it is and what goes in and out. The handles are Init's own.</summary>
internal sealed class LoadedProgram
{
    /// <summary>What it was started as: its service may have a number after that.</summary>
    internal required string Name { get; init; }

    /// <summary>Number of the service that had it started: it is told of the end.</summary>
    internal required int Owner { get; init; }

    /// <summary>The memory object that it lies in.</summary>
    internal required Handle<Memory> Memory { get; init; }

    /// <summary>Where in it.</summary>
    internal required ulong Offset { get; init; }

    /// <summary>Its size.</summary>
    internal required ulong Bytes { get; init; }

    /// <summary>Where its standard input is received from.</summary>
    internal required Handle<Port> Input { get; init; }

    /// <summary>Where its standard output is sent to.</summary>
    internal required Handle<Port> Output { get; init; }

    /// <summary>Its manifest, as it was given.</summary>
    internal required string Manifest { get; init; }

    /// <summary>Its arguments.</summary>
    internal required string Arguments { get; init; }

    /// <summary>
    /// The manifest that counts: a program is started once, is not asked whether it lives, and has room for 200 threads, unless it says
    /// otherwise.
    /// </summary>
    internal static Manifest Read(string name, string manifest) =>
        Storage.Manifest.Read(name, "start=demand\nrestart=never\nwatch=0\nmemory=8M\nobjects=512\nhandles=512\n" + manifest);

    /// <summary>Closes the handles.</summary>
    internal void Close()
    {
        Memory.Close();
        Input.Close();
        Output.Close();
    }
}
