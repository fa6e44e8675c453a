namespace RustKernel.Services;

/// <summary>A service, as <see cref="ISupervisor.Describe"/> reports it.</summary>
public struct ServiceState
{
    /// <summary>Its name.</summary>
    [AtMost(16)]
    public string Name;

    /// <summary>It runs.</summary>
    public bool IsRunning;

    /// <summary>It will not be started again: it failed too often, or was killed.</summary>
    public bool IsGivenUp;

    /// <summary>Its policy.</summary>
    public RestartPolicy Policy;

    /// <summary>Priority of its thread.</summary>
    public byte Priority;

    /// <summary>How often it was started again.</summary>
    public uint Restarts;

    /// <summary>Frames in use.</summary>
    public uint FramesUsed;

    /// <summary>Most frames that it may use.</summary>
    public uint FramesLimit;

    /// <summary>Most frames ever used.</summary>
    public uint FramesPeak;

    /// <summary>Handles.</summary>
    public uint Handles;

    /// <summary>Kernel objects.</summary>
    public uint Objects;

    /// <summary>Requests waiting at its port.</summary>
    public uint Queued;

    /// <summary>Sockets and connections that it may have at a time.</summary>
    public uint Sockets;

    /// <summary>Counter ticks of CPU time.</summary>
    public ulong CpuTicks;
}
