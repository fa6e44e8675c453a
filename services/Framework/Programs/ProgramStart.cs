using RustKernel.User;

namespace RustKernel.Services.Programs;

/// <summary>
/// The arguments of <see cref="ISupervisor.Load"/>, which starts a program that is not in the boot archive. The handles then belong to
/// Init, even if the start fails.
/// </summary>
public readonly struct ProgramStart
{
    /// <summary>Its name; Init adds a number if the name is taken.</summary>
    public string Name { get; init; }

    /// <summary>Its manifest, as in a file NAME.service.</summary>
    public string Manifest { get; init; }

    /// <summary>Its arguments, with blanks between them.</summary>
    public string Arguments { get; init; }

    /// <summary>Where in the memory it begins: a multiple of the page size.</summary>
    public ulong Offset { get; init; }

    /// <summary>Its size.</summary>
    public ulong Bytes { get; init; }

    /// <summary>The memory object that contains it.</summary>
    public Handle<Memory> Memory { get; init; }

    /// <summary>The port from which it receives its standard input.</summary>
    public Handle<Port> Input { get; init; }

    /// <summary>The port to which it sends its standard output.</summary>
    public Handle<Port> Output { get; init; }
}
