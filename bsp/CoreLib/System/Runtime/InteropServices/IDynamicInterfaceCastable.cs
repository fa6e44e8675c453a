// ilc requires the name; nothing here implements it.

namespace System.Runtime.InteropServices;

public interface IDynamicInterfaceCastable
{
    RuntimeTypeHandle GetInterfaceImplementation(RuntimeTypeHandle interfaceType);

    internal static nint GetDynamicInterfaceImplementation(IDynamicInterfaceCastable instance, nint interfaceType, ushort slot) => 0;
}
