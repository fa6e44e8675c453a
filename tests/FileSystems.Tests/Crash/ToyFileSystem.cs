// The smallest file system that keeps its promise: the whole tree in one of two places, then a sector that says which. The harness
// must accept it, and must detect every fault in it.

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Services.FileSystems.Blocks;
using Xunit;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>A deliberate omission.</summary>
internal enum ToyFault
{
    None,
    NoFlushBeforeHeader,
    NoFlushAfterHeader,
    OnePlace,
    TornHeader,
}

internal sealed class ToyFileSystem(ToyFault fault) : ITestedFileSystem
{
    private const ulong BodySectors = 512;

    public CrashGuarantee Guarantee => CrashGuarantee.WholeTree;

    public MemoryStore Format()
    {
        MemoryStore store = new(16 + (2 * BodySectors));
        new Volume(store, fault).Sync();
        return store;
    }

    public IVolume Mount(BlockStore store) => new Volume(store, fault);

    private sealed class Volume : IVolume
    {
        private readonly BlockStore _store;
        private readonly ToyFault _fault;
        private readonly Model _model = new();
        private ulong _generation;

        public Volume(BlockStore store, ToyFault fault)
        {
            _store = store;
            _fault = fault;
            Load();
        }

        public void Create(string path) => _model.Apply(new(OperationKind.Create, path));

        public void MakeDirectory(string path) => _model.Apply(new(OperationKind.MakeDirectory, path));

        public void Write(string path, int offset, byte[] bytes) => Change(path, offset, bytes);

        public void Append(string path, byte[] bytes) => Change(path, _model.Entries[path].Contents!.Length, bytes);

        public void Truncate(string path, int size) => _model.Apply(new(OperationKind.Truncate, path, Offset: size));

        public void Rename(string path, string target) => _model.Apply(new(OperationKind.Rename, path, target));

        public void Unlink(string path) => _model.Apply(new(OperationKind.Unlink, path));

        public void RemoveDirectory(string path) => _model.Apply(new(OperationKind.RemoveDirectory, path));

        public void SyncFile(string path) => Sync();

        public void Sync()
        {
            MemoryStream body = new();
            using BinaryWriter writer = new(body);
            foreach ((string path, Model.Entry entry) in _model.Entries)
            {
                writer.Write(path);
                writer.Write(entry.Contents?.Length ?? -1);
                writer.Write(entry.Contents ?? []);
            }

            writer.Write("");
            _generation++;
            WriteBody(body.ToArray());
            if (_fault != ToyFault.NoFlushBeforeHeader)
            {
                Assert.Equal(ErrorCode.None, _store.Flush());
            }

            byte[] header = new byte[_fault == ToyFault.TornHeader ? 1024 : 512];
            BitConverter.TryWriteBytes(header, _generation);
            BitConverter.TryWriteBytes(header.AsSpan(8), Place());
            BitConverter.TryWriteBytes(header.AsSpan(header.Length - 512), _generation);
            Assert.Equal(ErrorCode.None, _store.Write(0, header));
            if (_fault != ToyFault.NoFlushAfterHeader)
            {
                Assert.Equal(ErrorCode.None, _store.Flush());
            }
        }

        public Dictionary<string, byte[]?> ReadTree()
        {
            Dictionary<string, byte[]?> tree = [];
            foreach ((string path, Model.Entry entry) in _model.Entries)
            {
                tree[path] = entry.Contents;
            }

            return tree;
        }

        private ulong Place() => 16 + (_fault == ToyFault.OnePlace ? 0 : _generation % 2 * BodySectors);

        private void Change(string path, int offset, byte[] bytes)
        {
            byte[] old = _model.Entries[path].Contents!;
            byte[] changed = new byte[Math.Max(old.Length, offset + bytes.Length)];
            old.CopyTo(changed, 0);
            bytes.CopyTo(changed, offset);
            _model.Entries[path] = _model.Entries[path] with { Contents = changed };
        }

        private void WriteBody(byte[] body)
        {
            Array.Resize(ref body, (body.Length + 4095) / 4096 * 4096);
            for (int i = 0; i < body.Length; i += 4096)
            {
                Assert.Equal(ErrorCode.None, _store.Write(Place() + (ulong)(i / 512), body.AsSpan(i, 4096)));
            }
        }

        private void Load()
        {
            byte[] header = new byte[1024];
            Assert.Equal(ErrorCode.None, _store.Read(0, header));
            _generation = BitConverter.ToUInt64(header);
            if (_generation == 0)
            {
                return;
            }

            Assert.True(_fault != ToyFault.TornHeader || _generation == BitConverter.ToUInt64(header, 512), "the header is torn");
            byte[] body = new byte[BodySectors * 512];
            Assert.Equal(ErrorCode.None, _store.Read(BitConverter.ToUInt64(header, 8), body));
            using BinaryReader reader = new(new MemoryStream(body));
            int id = 0;
            for (string path = reader.ReadString(); path.Length != 0; path = reader.ReadString())
            {
                int length = reader.ReadInt32();
                _model.Entries[path] = new(--id, length < 0 ? null : reader.ReadBytes(length));
            }
        }
    }
}
