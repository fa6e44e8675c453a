// Who speaks on a serial line.

namespace RustKernel.Hil.Protocols;

/// <summary>How far a boot has come, each phase with all that the ones before it have.</summary>
internal enum SerialPhase
{
    /// <summary>Nothing, or firmware and loaders: another one of them is no restart.</summary>
    BeforeKernel,

    /// <summary>The kernel has spoken: a loader's text is a restart.</summary>
    Kernel,

    /// <summary>The services' shell has shown its prompt.</summary>
    Shell,

    /// <summary>The shell quotes the log of the boot that was: no boot begins by that.</summary>
    Quoting,
}
