using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Answers requests at a port whose server does not run, in its place. One thread at a time.</summary>
public sealed class Refusal
{
    // For a thread that wants a page: it asks again, and then waits for the next pager.
    private const uint AskAgain = 0;
    private readonly ServiceRequest _request = new();

    /// <summary>
    /// Takes at most <paramref name="most"/> of the messages waiting at <paramref name="port"/>: callers get <paramref name="error"/>; sent
    /// messages are dropped with their handles.
    /// </summary>
    public void Answer(Handle<Port> port, ErrorCode error, int most)
    {
        ref Message message = ref _request.Message;
        for (int i = 0; i < most && Kernel.Receive(port, Deadline.Now, ref message) == ErrorCode.None; i++)
        {
            bool isOwed = message.Info.Kind == MessageKind.Page;
            if (isOwed)
            {
                message.Info = new MessageInfo(AskAgain, 0, 0, MessageKind.Send);
            }
            else if (message.Info.Kind is MessageKind.Call or MessageKind.Send)
            {
                _request.Begin();
                isOwed = _request.Finish(error);
            }

            if (isOwed)
            {
                // NotFound: the caller has given up.
                _ = Kernel.Reply(message.Token, in message);
            }
        }
    }
}
