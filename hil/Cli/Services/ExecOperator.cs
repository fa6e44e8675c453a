// The console of a machine that rk exec starts. It sends no keys.

using System;
using System.Text;
using System.Threading;
using RustKernel.Hil.Strategies;

namespace RustKernel.Hil.Cli.Services;

/// <summary>Waits for the shell's prompt, and ends the run on request. Keeps the machine's output for a failure's message.</summary>
internal sealed class ExecOperator : IOperator, IDisposable
{
    private const string Prompt = "rk> ";
    private const int MostKept = 64 * 1024;
    private readonly ManualResetEventSlim _prompt = new();
    private readonly ManualResetEventSlim _over = new();
    private readonly StringBuilder _said = new();

    /// <inheritdoc/>
    public bool IsPerson => true;

    /// <summary>What the machine has said so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Waits for the prompt. False: <paramref name="limit"/> has passed, or the run has ended.</summary>
    public bool AwaitPrompt(TimeSpan limit, CancellationToken ended)
    {
        try
        {
            return _prompt.Wait(limit, ended);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Ends the run.</summary>
    public void Leave() => _over.Set();

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        _over.Wait();
        return 0;
    }

    /// <inheritdoc/>
    public void Show(ReadOnlySpan<byte> bytes)
    {
        lock (_said)
        {
            if (_said.Length < MostKept)
            {
                _said.Append(Encoding.UTF8.GetString(bytes));
            }

            if (_said.ToString().Contains(Prompt, StringComparison.Ordinal))
            {
                _prompt.Set();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _prompt.Dispose();
        _over.Dispose();
    }
}
