// A task with a result that was started with a state.

namespace System.Threading.Tasks;

internal sealed class StateTask<TResult>(object? state) : Task<TResult>
{
    private protected override object? State => state;
}
