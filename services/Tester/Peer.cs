// The service peer: opens what the tester shares, or may not open it.

using RustKernel.User;

namespace RustKernel.Services.Tests;

/// <summary>The same program in another role.</summary>
internal sealed class Peer : Service
{
    /// <summary>What the manifest says behind <c>argument=</c>.</summary>
    internal const uint Argument = 65535;

    /// <summary>
    /// Maps memory "board" of the tester for writing, answers with its word 0 and puts the
    /// request's word 0 into its word 1.
    /// </summary>
    internal const uint Exchange = 1;

    /// <summary>Opens it (word 0: for writing); the answer is the error.</summary>
    internal const uint TryOpen = 2;

    /// <summary>Asks for memory of its own, though the manifest grants none; the answer is the error.</summary>
    internal const uint TryCreate = 3;

    /// <summary>Claims the first device that the manifest says it drives; the answer is the error.</summary>
    internal const uint TryClaim = 4;

    /// <inheritdoc/>
    protected override bool OnCall(uint operation, ulong badge, ref Message message)
    {
        switch (operation)
        {
            case Exchange:
                ErrorCode error = SharedMemory.Open("tester", MemoryTests.Board, isWritable: true, out MappedMemory? board);
                if (board is not null)
                {
                    board.Write(8, message.Words[0]);
                    message.Words[0] = board.Read(0);
                    board.Dispose();
                    new Handle(board.Handle).Close();
                }

                return Answer(ref message, error, 1);
            case TryOpen:
                error = SharedMemory.Manager.Open("tester", MemoryTests.Board, message.Words[0] != 0, out Handle opened);
                opened.Close();
                return Answer(ref message, error);
            case TryCreate:
                return Answer(ref message, SharedMemory.Manager.Create("mine", 1, out _));
            case TryClaim:
                return Answer(ref message, ClaimedDevice.Claim(new Connection("devices"), 0, out _));
            default:
                return Answer(ref message, ErrorCode.NotSupported);
        }
    }
}
