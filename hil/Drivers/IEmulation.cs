// What only an emulated machine can tell.

using System;

namespace RustKernel.Hil.Drivers;

/// <summary>Looks into an emulator: for deadlines that leave out a loaded host, and for evidence.</summary>
public interface IEmulation
{
    /// <summary>CPU time that the emulator has used.</summary>
    TimeSpan CpuTime();

    /// <summary>How long the emulator has waited for a CPU of the host.</summary>
    TimeSpan Waited();

    /// <summary>Where the first CPU is ("PC=…"); empty when it cannot be told.</summary>
    string ProgramCounter();
}
