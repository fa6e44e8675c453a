// Reads the visible parts of an assembly, only from its metadata.

using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace RustKernel.RuntimeParity.Tests;

internal sealed class SurfaceReader(MetadataReader reader)
{
    private readonly TypeNames _names = new();

    /// <summary>The visible types of <paramref name="path"/>.</summary>
    internal static List<TypeSurface> Read(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        SurfaceReader surface = new(reader);
        return [.. reader.TypeDefinitions.Where(handle => IsVisible(reader, handle)).Select(handle => surface.Type(handle))];
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily => IsVisible(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    private TypeSurface Type(TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        TypeSurface surface = new(_names.GetTypeFromDefinition(reader, handle, 0));
        if (!type.BaseType.IsNil)
        {
            surface.Inherited.Add(TypeNames.Definition(_names.Name(reader, type.BaseType)));
        }

        surface.Inherited.AddRange(
            type
                .GetInterfaceImplementations()
                .Select(each => TypeNames.Definition(_names.Name(reader, reader.GetInterfaceImplementation(each).Interface))));
        foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            if ((method.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public
                or MethodAttributes.Family
                or MethodAttributes.FamORAssem)
            {
                surface.Members.Add(Signature(method));
            }
        }

        foreach (FieldDefinition field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            if ((field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family)
            {
                surface.Members.Add(Field(field));
            }
        }

        return surface;
    }

    private string Signature(MethodDefinition method)
    {
        MethodSignature<string> signature = method.DecodeSignature(_names, null);
        string place = (method.Attributes & MethodAttributes.Static) != 0 ? "static " : "";
        string arity = signature.GenericParameterCount > 0 ? $"`{signature.GenericParameterCount}" : "";
        return $"{place}{reader.GetString(method.Name)}{arity}({string.Join(",", signature.ParameterTypes)}):{signature.ReturnType}";
    }

    private string Field(FieldDefinition field)
    {
        string name = reader.GetString(field.Name);
        if (field.GetDefaultValue().IsNil)
        {
            return $"{name}:{field.DecodeSignature(_names, null)}";
        }

        ImmutableArray<byte> value = reader.GetBlobContent(reader.GetConstant(field.GetDefaultValue()).Value);
        return $"{name}={System.Convert.ToHexString(value.AsSpan())}";
    }
}
