namespace RustKernel.User;

/// <summary>
/// The handles of a message, up to four, two in a register: x3 and x4. The message's <see cref="MessageInfo"/> says how many count.
/// </summary>
public struct MessageHandles
{
    private const ulong HandleMask = uint.MaxValue;
    private ulong _firstPair;
    private ulong _secondPair;

    /// <summary>One or two handles, then none.</summary>
    public MessageHandles(AnyHandle first, AnyHandle second = default)
    {
        _firstPair = (first.Value & HandleMask) | (second.Value << 32);
        _secondPair = 0;
    }

    /// <summary>Handle <paramref name="index"/>, 0 to 3. Value 0: it did not fit into the receiver's table.</summary>
    public AnyHandle this[int index]
    {
        readonly get => new(((index < 2 ? _firstPair : _secondPair) >> Shift(index)) & HandleMask);
        set
        {
            if (index < 2)
            {
                Set(ref _firstPair, index, value);
            }
            else
            {
                Set(ref _secondPair, index, value);
            }
        }
    }

    private static int Shift(int index) => 32 * (index & 1);

    private static void Set(ref ulong pair, int index, AnyHandle handle) =>
        pair = (pair & ~(HandleMask << Shift(index))) | ((handle.Value & HandleMask) << Shift(index));
}
