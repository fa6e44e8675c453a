// What only an emulator can report.

using System;

namespace RustKernel.Hil.Drivers;

/// <summary>Looks into an emulator: for evidence, and for deadlines that do not count the host's load.</summary>
public interface IEmulation
{
    /// <summary>CPU time that the emulator has used.</summary>
    TimeSpan CpuTime();

    /// <summary>How long the emulator has waited for a CPU of the host.</summary>
    TimeSpan Waited();

    /// <summary>Where the first CPU is ("PC=…"); empty when it is not known.</summary>
    string ProgramCounter();
}
