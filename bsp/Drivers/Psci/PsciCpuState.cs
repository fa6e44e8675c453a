namespace RustKernel.Drivers.Psci;

/// <summary>A CPU as PSCI sees it. [DEN0022, AFFINITY_INFO]</summary>
public enum PsciCpuState
{
    /// <summary>Running.</summary>
    On = 0,

    /// <summary>Off: <see cref="Psci{TConduit}.CpuOn"/> can start it.</summary>
    Off = 1,

    /// <summary>Being started.</summary>
    OnPending = 2,
}
