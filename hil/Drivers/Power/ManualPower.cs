// Power that a person switches.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>Asks the person at the terminal and waits for the Enter key.</summary>
public sealed class ManualPower : PowerSwitch
{
    private readonly TextReader _answers;
    private readonly TextWriter _questions;
    private PowerState _state = PowerState.Unknown;

    /// <summary>A switch moved by a person, who reads <paramref name="questions"/> and writes <paramref name="answers"/>.</summary>
    public ManualPower(EventLogWriter log, TextReader answers, TextWriter questions)
        : base(log, "manual", TimeSpan.Zero)
    {
        _answers = answers;
        _questions = questions;
    }

    /// <inheritdoc/>
    public override PowerState Status(CancellationToken deadline) => _state;

    /// <inheritdoc/>
    protected override void Switch(bool on, CancellationToken deadline)
    {
        string word = on ? "ON" : "OFF";
        _questions.WriteLine($"rk: switch the board {word} now, then press Enter");
        Task<string?> answer = Task.Run(_answers.ReadLine, deadline);
        answer.Wait(deadline);
        if (answer.Result is null)
        {
            throw new InfrastructureException("power is switched by hand, and standard input is no terminal where a person could answer");
        }

        _state = on ? PowerState.On : PowerState.Off;
    }
}
