using System.Runtime.CompilerServices;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>The services as tests see and manipulate them.</summary>
internal static class World
{
    /// <summary>Frames that the kernel's own pools may have taken.</summary>
    internal const ulong FramesOfPools = 16;

    private const int MostLooks = 100;

    /// <summary>The longest that anything takes on the slowest host.</summary>
    internal const ulong LongestMilliseconds = 20_000;

    private static ulong Patience => Own.Ticks(LongestMilliseconds);

    /// <summary>The service calculator.</summary>
    internal static CalculatorClient Calculator { get; } = new(InitClient.PortOf("calculator")) { TimeoutTicks = Patience };

    /// <summary>The service that misbehaves.</summary>
    internal static OffenderClient Offender { get; } = new(InitClient.PortOf("offender")) { TimeoutTicks = Patience };

    /// <summary>Console.</summary>
    internal static Terminal Terminal { get; } = new();

    /// <summary>Log.</summary>
    internal static LogClient Log { get; } = new(InitClient.PortOf("log"));

    /// <summary>DeviceManager.</summary>
    internal static DevicesClient Devices { get; } = new(InitClient.PortOf("devices")) { TimeoutTicks = Patience };

    /// <summary>The number of service <paramref name="name"/>; negative: none.</summary>
    internal static int Find(string name)
    {
        for (int i = 0; InitClient.Describe(i) is ServiceState state; i++)
        {
            if (state.Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The state of a service that exists.</summary>
    internal static ServiceState State(int number, [CallerLineNumber] int line = 0)
    {
        ServiceState? state = null;

        // Init may fail during the question: some tests are about that.
        for (int i = 0; i < 3 && state is null; i++)
        {
            state = InitClient.Describe(number);
        }

        Check.That(state is not null, line);
        return state ?? new ServiceState();
    }

    /// <summary>Frames that are free or belong to services: if fewer later, some are lost. Heaps may grow in between.</summary>
    internal static ulong FramesOfServicesAndFree()
    {
        ulong frames = Kernel.SystemInfo(SystemItem.FreeFrames);
        for (int i = 0; InitClient.Describe(i) is ServiceState state; i++)
        {
            frames += state.FramesUsed;
        }

        return frames;
    }

    /// <summary>
    /// The same, as soon as at most <see cref="FramesOfPools"/> are missing from <paramref name="before"/>: memory being dismantled returns
    /// in a moment.
    /// </summary>
    internal static ulong FramesThatCameBack(ulong before)
    {
        ulong now = FramesOfServicesAndFree();
        for (int i = 0; i < MostLooks && now + FramesOfPools < before; i++)
        {
            Own.Sleep(10);
            now = FramesOfServicesAndFree();
        }

        return now;
    }

    /// <summary>
    /// Waits until service <paramref name="number"/> runs and has been restarted more than <paramref name="restarts"/> times.
    /// </summary>
    internal static bool WaitForRestart(int number, uint restarts)
    {
        ulong end = Own.Milliseconds + LongestMilliseconds;
        while (Own.Milliseconds < end)
        {
            if (InitClient.Describe(number) is ServiceState state && state.IsRunning && state.Restarts > restarts)
            {
                return true;
            }

            Own.Sleep(1);
        }

        return false;
    }

    /// <summary>Ends service <paramref name="name"/> and waits until it has ended.</summary>
    internal static void End(string name)
    {
        int number = Find(name);
        Check.Ok(InitClient.Command(name, ServiceCommand.Kill));
        ulong end = Own.Milliseconds + LongestMilliseconds;
        while (State(number).IsRunning && Own.Milliseconds < end)
        {
            Own.Sleep(1);
        }

        Check.That(!State(number).IsRunning);
    }

    /// <summary>Starts calculator, or finds it running.</summary>
    internal static void StartCalculator([CallerLineNumber] int line = 0)
    {
        ErrorCode error = InitClient.Command("calculator", ServiceCommand.Start);
        Check.That(error is ErrorCode.None or ErrorCode.InvalidState, line);
    }

    /// <summary>Adds; returns the answer's error.</summary>
    internal static ErrorCode Add(ulong a, ulong b, out ulong sum)
    {
        Result<ulong> answer = Calculator.Add(a, b);
        sum = answer.IsOk ? answer.Value : 0;
        return answer.Error;
    }

    /// <summary>Adds until there is an answer: a server that is being restarted costs errors, not answers.</summary>
    internal static bool Answers()
    {
        ErrorCode error = ErrorCode.ServerEnded;
        ulong sum = 0;
        for (int i = 0; i < 10 && error == ErrorCode.ServerEnded; i++)
        {
            error = Add(2, 3, out sum);
        }

        return error == ErrorCode.None && sum == 5;
    }

    /// <summary>Asks DeviceManager for a device until there is an answer.</summary>
    internal static ErrorCode FirstDevice(out ulong address)
    {
        DeviceDescription device = default;
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < 10 && error == ErrorCode.ServerEnded; i++)
        {
            error = Devices.List(0, out device);
        }

        address = device.Address;
        return error;
    }
}
