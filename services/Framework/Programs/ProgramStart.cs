// What it takes to start a program that is not of the boot archive.

using RustKernel.User;

namespace RustKernel.Services.Programs;

/// <summary>The arguments of <see cref="ISupervisor.Load"/>. The handles are Init's afterwards, whatever became of it.</summary>
public readonly struct ProgramStart
{
    /// <summary>Its name; a number is added when there is one of that name.</summary>
    public string Name { get; init; }

    /// <summary>Its manifest, as in a file NAME.service.</summary>
    public string Manifest { get; init; }

    /// <summary>Its arguments, with blanks between them.</summary>
    public string Arguments { get; init; }

    /// <summary>Where in the memory it begins: whole pages.</summary>
    public ulong Offset { get; init; }

    /// <summary>Its size.</summary>
    public ulong Bytes { get; init; }

    /// <summary>The memory object that it lies in.</summary>
    public Handle<Memory> Memory { get; init; }

    /// <summary>A port to receive its standard input from.</summary>
    public Handle<Port> Input { get; init; }

    /// <summary>A port to send its standard output to.</summary>
    public Handle<Port> Output { get; init; }
}
