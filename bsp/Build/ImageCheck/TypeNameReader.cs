// Reads the types of an assembly and their names in the compiler's symbols.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace RustKernel.Build.ImageCheck;

/// <summary>The types of one assembly. Leaves out those that the C# compiler made up, whose names are not worth printing.</summary>
internal static class TypeNameReader
{
    // The compiler of native code names these without assembly and namespace.
    private static readonly Dictionary<string, string> s_short = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = "Bool",
        ["System.Char"] = "Char",
        ["System.SByte"] = "Int8",
        ["System.Byte"] = "UInt8",
        ["System.Int16"] = "Int16",
        ["System.UInt16"] = "UInt16",
        ["System.Int32"] = "Int32",
        ["System.UInt32"] = "UInt32",
        ["System.Int64"] = "Int64",
        ["System.UInt64"] = "UInt64",
        ["System.IntPtr"] = "IntPtr",
        ["System.UIntPtr"] = "UIntPtr",
        ["System.Single"] = "Single",
        ["System.Double"] = "Double",
        ["System.String"] = "String",
        ["System.Object"] = "Object",
    };

    internal static List<TypeName> Read(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        string assembly = reader.GetString(reader.GetAssemblyDefinition().Name);
        return [.. reader.TypeDefinitions
            .Select(reader.GetTypeDefinition)
            .Select(type => (Type: type, Name: FullName(reader, type)))
            .Where(each => !each.Name.Contains('<', StringComparison.Ordinal))
            .Select(each => Make(reader, each.Type, each.Name, assembly))];
    }

    private static TypeName Make(MetadataReader reader, TypeDefinition type, string name, string assembly)
    {
        string symbol = s_short.GetValueOrDefault(name) ?? Sanitized(assembly + "." + name);
        return IsEnum(reader, type)
            ? new TypeName(symbol, name, HasFlags(reader, type), Members(reader, type))
            : new TypeName(symbol, name, false, null);
    }

    private static string FullName(MetadataReader reader, TypeDefinition type)
    {
        string name = reader.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer)
        {
            return FullName(reader, reader.GetTypeDefinition(outer)) + "+" + name;
        }

        string space = reader.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }

    private static string Sanitized(string name) => new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_')]);

    private static bool IsEnum(MetadataReader reader, TypeDefinition type) => IsNamed(reader, type.BaseType, "Enum");

    private static bool HasFlags(MetadataReader reader, TypeDefinition type) =>
        type.GetCustomAttributes()
            .Select(handle => reader.GetCustomAttribute(handle).Constructor)
            .Any(constructor => IsNamed(reader, TypeOf(reader, constructor), "FlagsAttribute"));

    private static EntityHandle TypeOf(MetadataReader reader, EntityHandle constructor) => constructor.Kind == HandleKind.MethodDefinition
        ? reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()
        : reader.GetMemberReference((MemberReferenceHandle)constructor).Parent;

    private static bool IsNamed(MetadataReader reader, EntityHandle type, string name) => type.IsNil ? false : type.Kind switch
    {
        HandleKind.TypeReference => reader.StringComparer.Equals(reader.GetTypeReference((TypeReferenceHandle)type).Name, name),
        HandleKind.TypeDefinition => reader.StringComparer.Equals(reader.GetTypeDefinition((TypeDefinitionHandle)type).Name, name),
        _ => false,
    };

    // A stable order by the unsigned value: of several members with one value, the first is printed.
    private static List<(string Name, ulong Value)> Members(MetadataReader reader, TypeDefinition type) =>
        [.. type.GetFields()
            .Select(reader.GetFieldDefinition)
            .Where(field => (field.Attributes & FieldAttributes.Literal) != 0)
            .Select(field => (Name: reader.GetString(field.Name), Value: Value(reader, field)))
            .OrderBy(member => member.Value)];

    private static ulong Value(MetadataReader reader, FieldDefinition field)
    {
        Constant constant = reader.GetConstant(field.GetDefaultValue());
        ReadOnlySpan<byte> bytes = reader.GetBlobBytes(constant.Value);
        return constant.TypeCode switch
        {
            ConstantTypeCode.SByte => (ulong)(sbyte)bytes[0],
            ConstantTypeCode.Byte or ConstantTypeCode.Boolean => bytes[0],
            ConstantTypeCode.Int16 => (ulong)BinaryPrimitives.ReadInt16LittleEndian(bytes),
            ConstantTypeCode.UInt16 or ConstantTypeCode.Char => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            ConstantTypeCode.Int32 => (ulong)BinaryPrimitives.ReadInt32LittleEndian(bytes),
            ConstantTypeCode.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
    }
}
