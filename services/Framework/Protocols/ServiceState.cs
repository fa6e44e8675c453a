// A service as Init describes it.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>The answer to <see cref="InitOperation.Describe"/>.</summary>
public sealed class ServiceState
{
    /// <summary>Words of the answer.</summary>
    public const uint Words = 8;

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>It runs.</summary>
    public bool IsRunning { get; init; }

    /// <summary>It is not started again: it failed too often, or was killed.</summary>
    public bool IsGivenUp { get; init; }

    /// <summary>Its policy.</summary>
    public RestartPolicy Policy { get; init; }

    /// <summary>Priority of its thread.</summary>
    public uint Priority { get; init; }

    /// <summary>How often it was started again.</summary>
    public uint Restarts { get; init; }

    /// <summary>Frames in use, most that it may use.</summary>
    public uint FramesUsed { get; init; }

    /// <summary>Most frames that it may use.</summary>
    public uint FramesLimit { get; init; }

    /// <summary>Most frames ever used.</summary>
    public uint FramesPeak { get; init; }

    /// <summary>Handles.</summary>
    public uint Handles { get; init; }

    /// <summary>Kernel objects.</summary>
    public uint Objects { get; init; }

    /// <summary>Requests that wait at its port.</summary>
    public uint Queued { get; init; }

    /// <summary>Counter ticks that it ran.</summary>
    public ulong CpuTicks { get; init; }

    /// <summary>Into an answer.</summary>
    public void Put(ref Message message)
    {
        MessageText.PutName(ref message, 0, Name);
        message.Words[2] = (IsRunning ? 1ul : 0)
            | (IsGivenUp ? 2ul : 0)
            | ((ulong)Policy << 8)
            | ((ulong)Priority << 16)
            | ((ulong)Restarts << 32);
        message.Words[3] = FramesUsed | ((ulong)FramesLimit << 32);
        message.Words[4] = FramesPeak | ((ulong)Queued << 32);
        message.Words[5] = Handles | ((ulong)Objects << 32);
        message.Words[6] = CpuTicks;
        message.Words[7] = 0;
    }

    /// <summary>From an answer.</summary>
    public static ServiceState From(in Message message) => new()
    {
        Name = MessageText.GetName(in message, 0),
        IsRunning = (message.Words[2] & 1) != 0,
        IsGivenUp = (message.Words[2] & 2) != 0,
        Policy = (RestartPolicy)(byte)(message.Words[2] >> 8),
        Priority = (byte)(message.Words[2] >> 16),
        Restarts = (uint)(message.Words[2] >> 32),
        FramesUsed = (uint)message.Words[3],
        FramesLimit = (uint)(message.Words[3] >> 32),
        FramesPeak = (uint)message.Words[4],
        Queued = (uint)(message.Words[4] >> 32),
        Handles = (uint)message.Words[5],
        Objects = (uint)(message.Words[5] >> 32),
        CpuTicks = message.Words[6],
    };
}
