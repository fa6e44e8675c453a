using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>A program that a service had started: where it lies, who owns it, its streams. Init owns the handles.</summary>
internal sealed class LoadedProgram
{
    /// <summary>The name under which it was started; its service may have a number appended.</summary>
    internal required string Name { get; init; }

    /// <summary>Number of the service that had it started, which is notified of its end.</summary>
    internal required int Owner { get; init; }

    /// <summary>The memory object that contains it.</summary>
    internal required Handle<Memory> Memory { get; init; }

    /// <summary>Its offset in <see cref="Memory"/>.</summary>
    internal required ulong Offset { get; init; }

    /// <summary>Its size.</summary>
    internal required ulong Bytes { get; init; }

    /// <summary>The port from which it receives its standard input.</summary>
    internal required Handle<Port> Input { get; init; }

    /// <summary>The port to which it sends its standard output.</summary>
    internal required Handle<Port> Output { get; init; }

    /// <summary>Its manifest, as received.</summary>
    internal required string Manifest { get; init; }

    /// <summary>Its arguments.</summary>
    internal required string Arguments { get; init; }

    /// <summary>
    /// The manifest that applies: unless it says otherwise, a program is started once, is not watched, and has room for 200 threads.
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
