// A minimal base for generated clients and dispatchers (services/Interfaces), without a kernel: a
// client's call goes to a dispatcher in the same process, as bytes and handles.

namespace RustKernel.Build.Analyzers.Tests;

internal static class ServiceLoopback
{
    internal const string Source =
        """
        using System;
        using System.Collections.Generic;
        using System.Text;
        namespace RustKernel
        {
            public readonly struct AnyHandle(ulong value) { public ulong Value { get; } = value; }
            public enum ErrorCode { None, InvalidArgument = 1, NotFound = 3, NotSupported = 9, InvalidState = 12 }
            public readonly struct Result<T>
            {
                public readonly ErrorCode Error;
                public T Value { get; }
                Result(T value, ErrorCode error) { Value = value; Error = error; }
                public static Result<T> Ok(T value) => new(value, ErrorCode.None);
                public static implicit operator Result<T>(T value) => new(value, ErrorCode.None);
                public static implicit operator Result<T>(ErrorCode error) => new(default!, error);
            }
        }
        namespace RustKernel.User
        {
            public interface IKernelObject { }
            public struct Port : IKernelObject { }
            public readonly struct Handle<T>(ulong value) where T : struct, IKernelObject
            {
                public ulong Value { get; } = value;
                public static implicit operator AnyHandle(Handle<T> handle) => new(handle.Value);
            }
            public struct Message
            {
                public WordTable Words;
                [System.Runtime.CompilerServices.InlineArray(8)] public struct WordTable { ulong _first; }
            }
        }
        namespace RustKernel.Services
        {
            [AttributeUsage(AttributeTargets.All)] public sealed class AtMostAttribute(byte bytes) : Attribute { public byte Bytes => bytes; }
            [AttributeUsage(AttributeTargets.Interface)] public sealed class ServiceAttribute(ushort protocol) : Attribute { public ushort Protocol => protocol; }
            [AttributeUsage(AttributeTargets.Method)]
            public sealed class OperationAttribute(ushort number) : Attribute { public ushort Number => number; public bool IsOneWay { get; set; } }
            [AttributeUsage(AttributeTargets.Method)] public sealed class ErrorsAttribute(params ErrorCode[] errors) : Attribute { public ErrorCode[] Errors => errors; }
            public readonly struct PendingReply { public void CompleteWords(ref RustKernel.User.Message message, uint count) { } public void Fail(ErrorCode error) { } }
            public sealed class Payload
            {
                readonly List<byte> _bytes = new();
                int _at;
                bool _isBad;
                public int Length => _bytes.Count;
                public bool IsComplete => !_isBad && _at == _bytes.Count;
                public void Clear() { _bytes.Clear(); _at = 0; _isBad = false; }
                public void Load(Payload other) { Clear(); _bytes.AddRange(other._bytes); }
                public void Cut() => _bytes.RemoveAt(_bytes.Count - 1);
                public void Write(ulong value, int bytes) { for (int i = 0; i < bytes; i++) _bytes.Add((byte)(value >> (8 * i))); }
                public void Write(ReadOnlySpan<byte> value) { Write((ulong)value.Length, 4); foreach (byte part in value) _bytes.Add(part); }
                public void Write(string? value) => Write((ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(value ?? ""));
                public ulong Read(int bytes)
                {
                    ulong value = 0;
                    for (int i = 0; i < bytes; i++, _at++)
                    {
                        _isBad |= _at >= _bytes.Count;
                        value |= _isBad ? 0 : (ulong)_bytes[_at] << (8 * i);
                    }
                    return value;
                }
                public bool ReadBoolean() { ulong value = Read(1); _isBad |= value > 1; return value == 1; }
                public ReadOnlySpan<byte> ReadSpan() { byte[] made = new byte[(int)Read(4)]; for (int i = 0; i < made.Length; i++) made[i] = (byte)Read(1); return made; }
                public byte[] ReadBytes() => ReadSpan().ToArray();
                public void WriteShort(ReadOnlySpan<byte> value, int most) { _isBad |= value.Length > most; Write((ulong)value.Length, 1); foreach (byte part in value) _bytes.Add(part); }
                public void WriteShort(string? value, int most) => WriteShort((ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(value ?? ""), most);
                public ReadOnlySpan<byte> ReadShortSpan(int most) { byte[] made = new byte[(int)Read(1)]; _isBad |= made.Length > most; for (int i = 0; i < made.Length; i++) made[i] = (byte)Read(1); return made; }
                public byte[] ReadShortBytes(int most) => ReadShortSpan(most).ToArray();
                public string ReadShortText(int most) => Encoding.UTF8.GetString(ReadShortSpan(most));
                public string ReadText() => Encoding.UTF8.GetString(ReadSpan());
            }
            public sealed class ServiceReply
            {
                public Payload Payload { get; } = new();
                public List<AnyHandle> Handles { get; } = new();
                public Payload Begin() { Payload.Clear(); return Payload; }
                public void Carry(AnyHandle handle) => Handles.Add(handle);
                public void Complete(PendingReply pending, ErrorCode error) { }
            }
            public sealed class ServiceRequest
            {
                public uint Operation { get; set; }
                public Payload Arguments { get; } = new();
                public ServiceReply Reply { get; } = new();
                public bool IsDeferred => false;
                public PendingReply Defer() => throw new NotSupportedException();
                public RustKernel.User.Message Message;
                public uint Given;
                public uint Replied;
                public bool HasWords(uint count) => Given == count;
                public void ReplyWords(uint count) => Replied = count;
                public ErrorCode Load() => ErrorCode.None;
                public Payload BeginReply() => Reply.Begin();
                public List<AnyHandle> Handles { get; } = new();
                public bool IsWellFormed(int handles) => Arguments.IsComplete && Handles.Count == handles;
                public AnyHandle Take(int index) => Handles[index];
                public void Taken() { }
            }
            public abstract class ServiceDispatcher(ushort protocol)
            {
                public ushort Protocol { get; } = protocol;
                public abstract ErrorCode Dispatch(ServiceRequest request);
            }
            public static class ServiceFailure { public static ErrorCode Answer(Exception exception) => ErrorCode.InvalidState; }
            public sealed class ServiceCall
            {
                RustKernel.User.Message _message;
                readonly List<AnyHandle> _handles = new();
                public ref RustKernel.User.Message.WordTable Words => ref _message.Words;
                public Payload Payload { get; } = new();
                public void Carry(AnyHandle handle) => _handles.Add(handle);
                public AnyHandle Taken(int index) => _handles[index];
                public ErrorCode Finish() => Payload.IsComplete ? ErrorCode.None : ErrorCode.InvalidState;
                public async System.Threading.Tasks.Task<ErrorCode> SendWords(uint label, uint words, uint results)
                {
                    await System.Threading.Tasks.Task.Yield();
                    ServiceRequest request = new() { Operation = label & 0x7FF, Given = words, Message = _message };
                    ErrorCode error = ServiceClient.Server.Dispatch(request);
                    _message = request.Message;
                    return error == ErrorCode.None && request.Replied != results ? ErrorCode.InvalidState : error;
                }
                public async System.Threading.Tasks.Task<ErrorCode> Send(uint label, bool mayReplyLong, int handles)
                {
                    await System.Threading.Tasks.Task.Yield();
                    ServiceRequest request = new() { Operation = label & 0x7FF };
                    request.Arguments.Load(Payload);
                    request.Handles.AddRange(_handles);
                    ErrorCode error = ServiceClient.Server.Dispatch(request);
                    Payload.Load(request.Reply.Payload);
                    _handles.Clear();
                    _handles.AddRange(request.Reply.Handles);
                    return error == ErrorCode.None && _handles.Count != handles ? ErrorCode.InvalidState : error;
                }
            }
            public abstract class ServiceClient(RustKernel.User.Handle<RustKernel.User.Port> port)
            {
                public static ServiceDispatcher Server = null!;
                public static bool Damages;
                readonly Payload _payload = new();
                readonly List<AnyHandle> _handles = new();
                public RustKernel.User.Handle<RustKernel.User.Port> Port => port;
                public static string Last = "";
                protected ServiceCall BeginCall() => new();
                protected Payload Begin() { _payload.Clear(); _handles.Clear(); return _payload; }
                protected void Carry(AnyHandle handle) => _handles.Add(handle);
                protected AnyHandle Taken(int index) => index < _handles.Count ? _handles[index] : default;
                RustKernel.User.Message _message;
                protected ref RustKernel.User.Message.WordTable MessageWords => ref _message.Words;
                protected ErrorCode InvokeWords(uint label, uint words, uint results)
                {
                    ServiceRequest request = new() { Operation = label & 0x7FF, Given = Damages ? words + 1 : words, Message = _message };
                    Last = $"{label >> 16}.{label & 0x7FF} words={words}/{results}";
                    ErrorCode error = Server.Dispatch(request);
                    _message = request.Message;
                    return error == ErrorCode.None && request.Replied != results ? ErrorCode.InvalidState : error;
                }
                protected ErrorCode SendWords(uint label, uint words) => InvokeWords(label, words, 0);
                protected ErrorCode Send(uint label) => Invoke(label, false, 0);
                protected ErrorCode Invoke(uint label, bool mayReplyLong, int handles)
                {
                    ServiceRequest request = new() { Operation = label & 0x7FF };
                    request.Arguments.Load(_payload);
                    if (Damages) request.Arguments.Cut();
                    request.Handles.AddRange(_handles);
                    Last = $"{label >> 16}.{label & 0x7FF} long={mayReplyLong} bytes={_payload.Length} in={_handles.Count} out={handles}";
                    ErrorCode error = Server.Dispatch(request);
                    Begin();
                    if (error == ErrorCode.None) { _payload.Load(request.Reply.Payload); _handles.AddRange(request.Reply.Handles); }
                    return error;
                }
                protected ErrorCode Finish(ErrorCode error) => error == ErrorCode.None && !_payload.IsComplete ? ErrorCode.InvalidState : error;
            }
        }
        """;
}
