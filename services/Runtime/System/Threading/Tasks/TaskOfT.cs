// A task with a result.

using System.Runtime.CompilerServices;

namespace System.Threading.Tasks;

public class Task<TResult> : Task
{
    private TResult? _result;
    private TResult? _next;

    internal Task()
    {
    }

    public TResult Result
    {
        get
        {
            if (!IsCompletedSuccessfully)
            {
                Wait();
            }

            return _result!;
        }
    }

    public new TaskAwaiter<TResult> GetAwaiter() => new(this);

    public new ConfiguredTaskAwaitable<TResult> ConfigureAwait(bool continueOnCapturedContext) => new(this);

    internal bool TrySucceed(TResult result)
    {
        lock (this)
        {
            if (IsCompleted)
            {
                return false;
            }

            _next = result;
            return TrySucceed();
        }
    }

    internal TResult ResultOrThrow()
    {
        Finish();
        return _result!;
    }

    private protected override void Store() => _result = _next;
}
