using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>A program of a job, and the pipe that it writes to.</summary>
internal sealed class JobMember(int number, string name, Handle<Port> pipe)
{
    /// <summary>Its number at Init.</summary>
    internal int Number => number;

    /// <summary>Its name at Init.</summary>
    internal string Name => name;

    /// <summary>The port that the next program reads from; none: this one writes to the terminal.</summary>
    internal Handle<Port> Pipe => pipe;

    /// <summary>It has ended.</summary>
    internal bool IsOver { get; set; }
}
