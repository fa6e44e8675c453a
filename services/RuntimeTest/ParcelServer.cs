// The server of the tests' interface.

using System;
using System.Threading.Tasks;
using RustKernel.Services;
using RustKernel.User;

namespace RustKernel.RuntimeTest;

internal sealed class ParcelServer : Service, IParcel
{
    private readonly bool _isMortal;
    private PendingReply _waiting;
    private uint _others;

    private ParcelServer(bool isMortal)
    {
        _isMortal = isMortal;
        Serve(new HelloOnly());
        Serve(new ParcelDispatcher(this));
    }

    internal static ulong Run(ref StartBlock block) => new ParcelServer((block.Argument & Child.MortalRole) != 0).Run();

    public Result<long> Add(sbyte first, long second, bool isNegative, Shade shade) =>
        (isNegative ? -1 : 1) * (first + second + (long)shade);

    public Result<string> Twice(string text) => text + text;

    public ErrorCode Reverse(ReadOnlySpan<byte> bytes, out byte[] reversed, out uint sum)
    {
        reversed = new byte[bytes.Length];
        sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            reversed[bytes.Length - 1 - i] = bytes[i];
            sum += bytes[i];
        }

        return ErrorCode.None;
    }

    public ErrorCode Swap(AnyHandle first, Handle<Port> second, out Handle<Port> newFirst, out AnyHandle newSecond)
    {
        newFirst = second;
        newSecond = first;
        return ErrorCode.None;
    }

    public Result<Place> Move(Place place) =>
        new Place { Row = place.Row + 1, Column = (short)(place.Column - 1), Shade = place.Shade, Name = place.Name + "'" };

    public ErrorCode Throw(bool isDeep)
    {
        if (isDeep)
        {
            int[] none = [];
            return (ErrorCode)none[GetHashCode() & 1];
        }

        throw new InvalidOperationException("as asked");
    }

    public ErrorCode Refuse(ErrorCode error) => error;

    Result<ulong> IParcel.Badge() => Badge.Value;

    public Result<string> Wait()
    {
        _waiting = Defer();
        return ErrorCode.None;
    }

    public Result<uint> Die()
    {
        if (_isMortal)
        {
            Environment.Exit(3);
        }

        return 7u;
    }

    public Result<string> DieOf(string text) => Die().Error == ErrorCode.None ? text : "";

    public Result<string> Pass(int number, bool isPassed, string text) => isPassed ? text + number.ToString() : "";

    public async Task<Result<string>> Later(int milliseconds, string text)
    {
        await Task.Delay(milliseconds);
        return text.Length == 0 ? throw new InvalidOperationException("as asked") : text;
    }

    // A notification releases the waiting caller.
    protected override void OnBits(ulong bits)
    {
        _others++;
        ParcelDispatcher.CompleteWait(_waiting, $"released by {bits}, {_others}");
    }

    // A second protocol at the same port, which has no operations.
    private sealed class HelloOnly : ServiceDispatcher
    {
        internal HelloOnly()
            : base(1)
        {
        }

        public override ErrorCode Dispatch(ServiceRequest request) => ErrorCode.NotSupported;
    }
}
