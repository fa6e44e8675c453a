// The blocks of SHA-256 for bytes that come in parts.

namespace System.Security.Cryptography;

internal sealed class SHA256Block : HashBlock
{
    private readonly uint[] _state = new uint[SHA256Core.StateWords];

    internal SHA256Block()
        : base(SHA256Core.BlockBytes, SHA256Core.LengthBytes) => Start();

    protected override void Reset() => SHA256Core.Start.CopyTo(_state);

    protected override void Compress(ReadOnlySpan<byte> block) => SHA256Core.Add(_state, block);

    protected override byte[] Result() => SHA256Core.Written(_state);
}
