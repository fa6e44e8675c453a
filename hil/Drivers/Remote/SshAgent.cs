// Keys that an agent holds.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Security;

namespace RustKernel.Hil.Drivers.Remote;

/// <summary>
/// The part of ssh-agent's protocol (draft-ietf-sshm-ssh-agent) that lists keys and signs with them. The package has no agent client, but
/// accepts keys from other code. RSA keys are offered with SHA-2 only.
/// </summary>
/// <param name="SocketPath">As in SSH_AUTH_SOCK.</param>
internal sealed record SshAgent(string SocketPath) : IPrivateKeySource
{
    private const byte RequestIdentities = 11;
    private const byte IdentitiesAnswer = 12;
    private const byte SignRequest = 13;
    private const byte SignResponse = 14;
    private const int MaximumAnswerBytes = 256 * 1024;
    private const int LimitMilliseconds = 20_000;
    private static readonly (string Name, uint Flags)[] s_rsa = [("rsa-sha2-512", 4), ("rsa-sha2-256", 2)];

    /// <inheritdoc/>
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; } = [.. List(SocketPath)];

    /// <summary>The agent at <paramref name="path"/>; null when there is none or it has no key.</summary>
    public static SshAgent? Find(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            SshAgent agent = new(path);
            return agent.HostKeyAlgorithms.Count > 0 ? agent : null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }

    private static IEnumerable<HostAlgorithm> List(string path)
    {
        Reader answer = Ask(path, [RequestIdentities], IdentitiesAnswer);
        uint count = answer.Number();
        for (uint index = 0; index < count; index++)
        {
            byte[] blob = answer.Bytes();
            answer.Bytes();
            string kind = Encoding.ASCII.GetString(new Reader(blob).Bytes());
            foreach ((string name, uint flags) in kind == "ssh-rsa" ? s_rsa : [(kind, 0u)])
            {
                yield return new AgentKey(path, name, blob, flags);
            }
        }
    }

    private static Reader Ask(string path, byte[] request, byte expected)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            ReceiveTimeout = LimitMilliseconds,
            SendTimeout = LimitMilliseconds
        };
        socket.Connect(new UnixDomainSocketEndPoint(path));
        using NetworkStream stream = new(socket);
        stream.Write(Prefixed(request));
        byte[] length = new byte[4];
        stream.ReadExactly(length);
        uint bytes = BinaryPrimitives.ReadUInt32BigEndian(length);
        if (bytes is 0 or > MaximumAnswerBytes)
        {
            throw new IOException($"the agent at {path} answers with {bytes} bytes");
        }

        byte[] answer = new byte[bytes];
        stream.ReadExactly(answer);
        return answer[0] == expected ? new Reader(answer.AsMemory(1)) : throw new IOException($"the agent at {path} refuses");
    }

    private static byte[] Prefixed(ReadOnlySpan<byte> bytes)
    {
        byte[] all = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(all, bytes.Length);
        bytes.CopyTo(all.AsSpan(4));
        return all;
    }

    private sealed class AgentKey(string path, string name, byte[] blob, uint flags) : HostAlgorithm(name)
    {
        public override byte[] Data => blob;

        public override byte[] Sign(byte[] data)
        {
            byte[] flagBytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(flagBytes, flags);
            return Ask(path, [SignRequest, .. Prefixed(blob), .. Prefixed(data), .. flagBytes], SignResponse).Bytes();
        }

        public override bool VerifySignature(byte[] data, byte[] signature) => throw new NotSupportedException("an agent only signs");
    }

    /// <summary>Numbers and strings of the protocol, every length checked.</summary>
    private sealed class Reader(ReadOnlyMemory<byte> rest)
    {
        private ReadOnlyMemory<byte> _rest = rest;

        public uint Number()
        {
            if (_rest.Length < 4)
            {
                throw new IOException("the agent's answer is too short");
            }

            uint number = BinaryPrimitives.ReadUInt32BigEndian(_rest.Span);
            _rest = _rest[4..];
            return number;
        }

        public byte[] Bytes()
        {
            uint length = Number();
            if (length > _rest.Length)
            {
                throw new IOException("the agent's answer is too short");
            }

            byte[] bytes = _rest[..(int)length].ToArray();
            _rest = _rest[(int)length..];
            return bytes;
        }
    }
}
